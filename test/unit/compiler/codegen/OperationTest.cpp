// Every scalar operation on every type, at the borders of the types, against the interpreter.

#include "compiler/ir/OpTyping.h"
#include "test/unit/compiler/codegen/Oracle.h"

#include <cmath>
#include <limits>
#include <random>

namespace flow::codegen {

using ir::Op;
using types::Type;
using types::TypeKind;

static std::vector<const Type *> integerTypes(types::TypeContext &context) {
  std::vector<const Type *> types;
  for (TypeKind kind : {TypeKind::I8, TypeKind::I16, TypeKind::I32, TypeKind::I64, TypeKind::U8, TypeKind::U16,
                        TypeKind::U32, TypeKind::U64})
    types.push_back(context.scalar(kind));
  return types;
}

static std::vector<const Type *> decimalTypes(types::TypeContext &context) {
  return {context.decimal(15, 2), context.decimal(18, 0), context.decimal(30, 2), context.decimal(38, 2)};
}

/// Borders of the range, of narrower ranges, small numbers, and a few at random.
static ir::Values interesting(const Type *type) {
  ir::Values values;
  if (type->isFloat()) {
    bool single = type->is(TypeKind::F32);
    double huge = single ? std::numeric_limits<float>::max() : std::numeric_limits<double>::max();
    for (double number : {0.0,
                          -0.0,
                          1.0,
                          -1.0,
                          0.5,
                          -2.5,
                          7.0,
                          1e10,
                          -1e10,
                          0x1p31,
                          0x1p53,
                          0x1p63,
                          -0x1p63,
                          0x1p64,
                          huge,
                          -huge,
                          1e-40,
                          double(INFINITY),
                          -double(INFINITY),
                          double(NAN)})
      values.push_back(ir::Value::number(single ? static_cast<float>(number) : number));
    return values;
  }
  ir::IntegerRange range = ir::integerRange(type);
  auto add = [&](__int128 value) {
    if (value >= range.least && value <= range.greatest) values.push_back(ir::Value::integer(value));
  };
  for (__int128 near : {range.least, range.least / 2, range.greatest / 2, range.greatest, static_cast<__int128>(0)})
    for (int delta = -2; delta <= 2; ++delta) add(near + delta);
  for (unsigned bits : {7u, 8u, 15u, 16u, 31u, 32u, 53u, 62u, 63u, 64u})
    for (int delta = -1; delta <= 1; ++delta) {
      add((static_cast<__int128>(1) << bits) + delta);
      add(-(static_cast<__int128>(1) << bits) + delta);
    }
  std::mt19937_64 random(7);
  for (int i = 0; i < 10; ++i) add(static_cast<__int128>(static_cast<int64_t>(random()) >> (random() % 60)));
  return values;
}

static std::vector<ir::Values> pairsOf(const Type *a, const Type *b) {
  std::vector<ir::Values> rows;
  for (const ir::Value &x : interesting(a))
    for (const ir::Value &y : interesting(b)) rows.push_back({x, y});
  return rows;
}

/// A stage of one operation over its columns.
static ir::Module stageOf(types::TypeContext &context, Op op, const std::vector<const Type *> &operands,
                          const Type *result) {
  ir::Module module;
  module.types = &context;
  module.sites.push_back({0, 1, 2, abi::FailureKind::Overflow, ""});
  ir::Function function;
  function.name = "stage";
  function.kind = ir::FunctionKind::Stage;
  ir::FnBuilder builder(function, context);
  std::vector<ir::ValueId> values;
  for (const Type *type : operands) values.push_back(builder.columnParameter(type));
  builder.result(result);
  bool canFail = ir::mayFail(op) && !(result->isFloat() && op != Op::ConvertChecked);
  builder.ret({builder.emit(op, result, values, canFail ? ir::FailAt{.site = 1} : ir::FailAt{})});
  module.functions.push_back(std::move(function));
  return module;
}

static void compare(Op op, const std::vector<const Type *> &operands, const Type *result, types::TypeContext &context,
                    const std::vector<ir::Values> &rows) {
  SCOPED_TRACE(std::string(ir::spelling(op)) + " of " + types::text(operands[0]) + " to " + types::text(result));
  StageHarness harness(stageOf(context, op, operands, result));
  compareWithInterpreter(harness, rows);
}

TEST(Operation, IntegerArithmetic) {
  types::TypeContext context;
  for (const Type *type : integerTypes(context)) {
    for (Op op : {Op::Add, Op::Subtract, Op::Multiply, Op::FloorDivide, Op::Modulo, Op::BitAnd, Op::BitOr, Op::BitXor})
      compare(op, {type, type}, type, context, pairsOf(type, type));
    for (Op op : {Op::Negate, Op::BitNot}) {
      std::vector<ir::Values> rows;
      for (const ir::Value &value : interesting(type)) rows.push_back({value});
      compare(op, {type}, type, context, rows);
    }
    for (Op op : {Op::ShiftLeft, Op::ShiftRight}) {
      compare(op, {type, context.i64()}, type, context, pairsOf(type, context.i64()));
      compare(op, {type, context.scalar(TypeKind::I8)}, type, context, pairsOf(type, context.scalar(TypeKind::I8)));
    }
  }
}

TEST(Operation, FloatArithmetic) {
  types::TypeContext context;
  for (const Type *type : {context.f64(), context.scalar(TypeKind::F32)})
    for (Op op : {Op::Add, Op::Subtract, Op::Multiply, Op::Divide, Op::FloorDivide, Op::Modulo})
      compare(op, {type, type}, type, context, pairsOf(type, type));
}

TEST(Operation, Comparison) {
  types::TypeContext context;
  std::vector<const Type *> types = integerTypes(context);
  for (const Type *type : decimalTypes(context)) types.push_back(type);
  for (TypeKind kind : {TypeKind::F32, TypeKind::F64, TypeKind::Date, TypeKind::Bool})
    types.push_back(context.scalar(kind));
  for (const Type *type : types)
    for (Op op : {Op::Equal, Op::NotEqual, Op::Less, Op::LessEqual})
      compare(op, {type, type}, context.boolean(), context, pairsOf(type, type));
}

TEST(Operation, DecimalArithmetic) {
  types::TypeContext context;
  for (const Type *a : decimalTypes(context)) {
    for (const Type *b : decimalTypes(context)) {
      unsigned precision = std::min(38, std::max(a->precision, b->precision) + 1);
      if (a->scale == b->scale)
        for (const Type *result : {context.decimal(precision, a->scale), context.decimal(38, a->scale),
                                   context.decimal(std::max(a->precision, b->precision), a->scale)})
          for (Op op : {Op::Add, Op::Subtract}) compare(op, {a, b}, result, context, pairsOf(a, b));
      unsigned scale = a->scale + b->scale;
      for (unsigned digits : {std::min(38, a->precision + b->precision), 38})
        compare(Op::Multiply, {a, b}, context.decimal(digits, scale), context, pairsOf(a, b));
    }
  }
}

TEST(Operation, Conversion) {
  types::TypeContext context;
  std::vector<const Type *> types = integerTypes(context);
  for (const Type *type : decimalTypes(context)) types.push_back(type);
  types.push_back(context.f64());
  types.push_back(context.scalar(TypeKind::F32));
  types.push_back(context.boolean());
  for (const Type *from : types) {
    std::vector<ir::Values> rows;
    for (const ir::Value &value : interesting(from)) rows.push_back({value});
    for (const Type *to : types) {
      if (from == to) continue;
      if (ir::convertsWithoutFailing(from, to)) compare(Op::Convert, {from}, to, context, rows);
      if (ir::convertsChecked(from, to)) compare(Op::ConvertChecked, {from}, to, context, rows);
    }
  }
}

} // namespace flow::codegen
