// Functions of random shape by the kernels and by the interpreter: guards, optionals, branches that join,
// locals, user functions with and without loops.

#include "test/unit/compiler/codegen/Oracle.h"

#include <random>

namespace flow::codegen {

using ir::Op;
using ir::ValueId;
using types::Type;

namespace {

class FunctionMaker {
public:
  FunctionMaker(ir::Module &module, uint64_t seed) : module_(module), context_(*module.types), random_(seed) {
    for (int i = 0; i < 3; ++i) module_.sites.push_back({0, 1, 2, abi::FailureKind::Overflow, ""});
    types_ = {context_.i64(),
              context_.f64(),
              context_.scalar(types::TypeKind::I32),
              context_.boolean(),
              context_.optional(context_.i64()),
              context_.decimal(20, 2),
              context_.decimal(12, 2)};
  }

  void makeUser(const std::string &name, bool withLoop) {
    ir::Function function;
    function.name = name;
    ir::FnBuilder builder(function, context_);
    Pool pool;
    for (const Type *type : {context_.i64(), context_.f64()}) pool.values.push_back(builder.parameter(type));
    builder.result(context_.i64());
    uint32_t slot = builder.slot("total", context_.i64());
    builder.store(slot, pool.values[0]);
    if (withLoop) countUp(builder, slot);
    grow(builder, pool, slot, 2);
    builder.ret({builder.load(slot)});
    module_.functions.push_back(std::move(function));
    users_.push_back(static_cast<uint32_t>(module_.functions.size() - 1));
  }

  /// `width`: how often each type is among the results; wide stages become several loops.
  void makeStage(int width) {
    ir::Function function;
    function.name = "stage";
    function.kind = ir::FunctionKind::Stage;
    function.filters = pick(2) == 0;
    ir::FnBuilder builder(function, context_);
    Pool pool;
    for (const Type *type : types_) pool.values.push_back(builder.columnParameter(type));
    if (function.filters) builder.result(context_.boolean());
    for (int i = 0; i < width; ++i)
      for (const Type *type : types_) builder.result(type);
    uint32_t slot = builder.slot("local", context_.i64());
    builder.store(slot, pool.values[0]);
    grow(builder, pool, slot, 3);
    std::vector<ValueId> results;
    if (function.filters) results.push_back(any(builder, pool, context_.boolean()));
    for (int i = 0; i < width; ++i)
      for (const Type *type : types_) results.push_back(any(builder, pool, type));
    builder.ret(results);
    module_.functions.push_back(std::move(function));
  }

private:
  /// Values that are defined on every way to here.
  struct Pool {
    std::vector<ValueId> values;
  };

  uint32_t pick(uint32_t count) { return static_cast<uint32_t>(random_() % count); }
  uint32_t site() { return 1 + pick(3); }

  ValueId any(ir::FnBuilder &builder, const Pool &pool, const Type *type) {
    std::vector<ValueId> fitting;
    for (ValueId value : pool.values)
      if (builder.typeOf(value) == type) fitting.push_back(value);
    if (!fitting.empty() && pick(8) != 0) return fitting[pick(static_cast<uint32_t>(fitting.size()))];
    if (type->isFloat()) return builder.constant(type, 1.5 * pick(10));
    if (type->isOptional()) return builder.zero(type);
    return builder.constInt(type, static_cast<__int128>(pick(type->is(types::TypeKind::Bool) ? 2 : 10)));
  }

  /// With a guard now and then.
  ir::FailAt failAt(ir::FnBuilder &builder, const Pool &pool) {
    if (pick(3) != 0) return {site()};
    return {site(), any(builder, pool, context_.boolean())};
  }

  /// What a guarded operation gives is only used where the guard holds.
  ValueId guarded(ir::FnBuilder &builder, ValueId result, const ir::FailAt &fail) {
    if (fail.guard == ir::kNoValue) return result;
    const Type *type = builder.typeOf(result);
    return builder.select(fail.guard, result, builder.zero(type));
  }

  ValueId integerOperation(ir::FnBuilder &builder, const Pool &pool, const Type *type) {
    constexpr Op kOps[] = {Op::Add, Op::Subtract, Op::Multiply, Op::FloorDivide, Op::Modulo, Op::ShiftLeft};
    ir::FailAt fail = failAt(builder, pool);
    Op op = kOps[pick(6)];
    ValueId a = any(builder, pool, type), b = any(builder, pool, type);
    return guarded(builder, builder.emit(op, {a, b}, fail), fail);
  }

  ValueId operation(ir::FnBuilder &builder, const Pool &pool) {
    const Type *i64 = context_.i64(), *optional = types_[4], *wide = types_[5], *narrow = types_[6];
    switch (pick(13)) {
    case 0: return integerOperation(builder, pool, i64);
    case 1: return integerOperation(builder, pool, types_[2]);
    case 2: {
      constexpr Op kOps[] = {Op::Add, Op::Subtract, Op::Multiply, Op::Divide};
      return builder.emit(kOps[pick(4)], {any(builder, pool, types_[1]), any(builder, pool, types_[1])});
    }
    case 3: return builder.emit(pick(2) ? Op::Less : Op::Equal, {any(builder, pool, i64), any(builder, pool, i64)});
    case 4: {
      const Type *type = types_[pick(static_cast<uint32_t>(types_.size()))];
      ValueId then = any(builder, pool, type), otherwise = any(builder, pool, type);
      return builder.select(any(builder, pool, context_.boolean()), then, otherwise);
    }
    case 5: return builder.emit(Op::Get, {any(builder, pool, optional)});
    case 6: return builder.emit(Op::Has, {any(builder, pool, optional)});
    case 7: {
      ValueId present = any(builder, pool, context_.boolean());
      ValueId value = builder.select(present, any(builder, pool, i64), builder.zero(i64));
      return builder.emit(Op::MakeOptional, optional, {value, present});
    }
    case 8: {
      ir::FailAt fail = failAt(builder, pool);
      ValueId sum = builder.emit(Op::Add, wide, {any(builder, pool, wide), any(builder, pool, narrow)}, fail);
      return guarded(builder, sum, fail);
    }
    case 9: {
      ir::FailAt fail = failAt(builder, pool);
      ValueId cut = builder.emit(Op::ConvertChecked, narrow, {any(builder, pool, wide)}, fail);
      return guarded(builder, cut, fail);
    }
    case 10: {
      ir::FailAt fail = failAt(builder, pool);
      ValueId a = any(builder, pool, pick(2) ? wide : narrow), b = any(builder, pool, narrow);
      bool isRest = pick(2) == 0;
      ValueId made = builder.emit(isRest ? Op::Modulo : Op::FloorDivide, isRest ? narrow : context_.decimal(20, 0),
                                  {a, b}, fail);
      return guarded(builder, made, fail);
    }
    case 11: return builder.convert(types_[1], any(builder, pool, i64));
    default: {
      if (users_.empty()) return builder.constI64(3);
      ir::FailAt fail = failAt(builder, pool);
      std::vector<ValueId> arguments = {any(builder, pool, i64), any(builder, pool, context_.f64())};
      uint32_t callee = users_[pick(static_cast<uint32_t>(users_.size()))];
      return guarded(builder, builder.call(callee, i64, arguments, fail), fail);
    }
    }
  }

  /// Straight code, then perhaps two ways that join again.
  void grow(ir::FnBuilder &builder, Pool &pool, uint32_t slot, int depth) {
    for (uint32_t i = 0, count = 1 + pick(6); i < count; ++i) pool.values.push_back(operation(builder, pool));
    if (pick(2) == 0) builder.store(slot, any(builder, pool, context_.i64()));
    if (pick(2) == 0) pool.values.push_back(builder.load(slot));
    if (depth == 0 || pick(4) == 0) return;
    const Type *type = types_[pick(static_cast<uint32_t>(types_.size()))];
    ir::BlockId then = builder.newBlock(), otherwise = builder.newBlock(), join = builder.newBlock({type});
    builder.branch(any(builder, pool, context_.boolean()), {then, {}}, {otherwise, {}});
    for (ir::BlockId way : {then, otherwise}) {
      builder.setInsertPoint(way);
      Pool inner = pool;
      grow(builder, inner, slot, depth - 1);
      if (way == then && pick(6) == 0)
        builder.failWith(site());
      else
        builder.jump(join, {any(builder, inner, type)});
    }
    builder.setInsertPoint(join);
    pool.values.push_back(builder.blockParameter(join, 0));
    grow(builder, pool, slot, depth - 1);
  }

  /// A few rounds of total += i, which may overflow.
  void countUp(ir::FnBuilder &builder, uint32_t slot) {
    ir::BlockId loop = builder.newBlock({context_.i64()}), done = builder.newBlock();
    builder.jump(loop, {builder.constI64(0)});
    builder.setInsertPoint(loop);
    ValueId i = builder.blockParameter(loop, 0);
    builder.store(slot, builder.emit(Op::Add, {builder.load(slot), i}, {site()}));
    ValueId next = builder.emit(Op::Add, {i, builder.constI64(1)}, {site()});
    builder.branch(builder.emit(Op::Less, {next, builder.constI64(5)}), {loop, {next}}, {done, {}});
    builder.setInsertPoint(done);
  }

  ir::Module &module_;
  types::TypeContext &context_;
  std::mt19937_64 random_;
  std::vector<const Type *> types_;
  std::vector<uint32_t> users_;
};

std::vector<ir::Values> randomRows(const ir::Function &stage, uint64_t seed, size_t count) {
  std::mt19937_64 random(seed);
  auto integer = [&](unsigned bits) {
    auto value = static_cast<int64_t>(random());
    return ir::Value::integer(random() % 4 == 0 ? value >> (64 - bits) : value % 20);
  };
  std::vector<ir::Values> rows(count);
  for (ir::Values &row : rows) {
    for (const Type *type : stage.parameters) {
      const Type *plain = type->plain();
      if (type->isOptional() && random() % 3 == 0)
        row.push_back(ir::Value::none());
      else if (plain->isFloat())
        row.push_back(ir::Value::number(static_cast<double>(random() % 100) / 8 - 3));
      else if (plain->is(types::TypeKind::Bool))
        row.push_back(ir::Value::boolean(random() % 2));
      else
        row.push_back(integer(plain->isDecimal() ? 39 : plain->bits()));
    }
  }
  return rows;
}

} // namespace

TEST(Random, KernelsAgreeWithTheInterpreter) {
  types::TypeContext context;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ir::Module module;
    module.types = &context;
    FunctionMaker maker(module, seed);
    if (seed % 3 != 0) maker.makeUser("first", /*withLoop=*/false);
    if (seed % 3 == 2) maker.makeUser("second", /*withLoop=*/true);
    maker.makeStage(seed % 4 == 0 ? 6 : 1);
    StageHarness harness(std::move(module));
    compareWithInterpreter(harness, randomRows(harness.module.functions.back(), seed, 200));
  }
}

} // namespace flow::codegen
