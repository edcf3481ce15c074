#include "compiler/sema/names/KnownValues.h"

#include "compiler/ir/Evaluate.h"

namespace flow::sema {

using ir::Value;
using tree::Expr;

namespace {

std::optional<Value> valueOf(const Expr &expr);

std::optional<Value> computed(ir::Op op, const Expr &expr, std::initializer_list<const Expr *> operands) {
  std::vector<Value> values;
  std::vector<const types::Type *> types;
  for (const Expr *operand : operands) {
    std::optional<Value> value = valueOf(*operand);
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
    types.push_back(operand->type);
  }
  ir::Instruction instruction;
  instruction.op = op;
  instruction.type = expr.type;
  return ir::isEvaluable(op) ? ir::evaluate(instruction, types, values) : std::nullopt;
}

std::optional<Value> converted(const tree::Convert &convert) {
  switch (convert.how) {
  case tree::ConvertKind::Widen: return computed(ir::Op::Convert, convert, {convert.operand});
  case tree::ConvertKind::Checked: return computed(ir::Op::ConvertChecked, convert, {convert.operand});
  case tree::ConvertKind::Reinterpret: return computed(ir::Op::Reinterpret, convert, {convert.operand});
  case tree::ConvertKind::Some: return valueOf(*convert.operand);
  default: return std::nullopt;
  }
}

std::optional<Value> joined(const tree::Concat &concat) {
  std::string whole;
  for (const Expr *part : concat.parts) {
    std::optional<Value> text = valueOf(*part);
    if (!text) return std::nullopt;
    whole += text->text();
  }
  return Value::text(std::move(whole));
}

std::optional<Value> valueOf(const Expr &expr) {
  if (const auto *constant = tree::dynCast<tree::Constant>(&expr)) return ir::valueOf(constant->value, expr.type);
  if (const auto *ref = tree::dynCast<tree::LocalRef>(&expr)) {
    if (ref->local->constant) return ir::valueOf(*ref->local->constant, expr.type);
    return ref->local->definition ? valueOf(*ref->local->definition) : std::nullopt;
  }
  if (const auto *unary = tree::dynCast<tree::Unary>(&expr)) return computed(unary->op, expr, {unary->operand});
  if (const auto *binary = tree::dynCast<tree::Binary>(&expr))
    return computed(binary->op, expr, {binary->left, binary->right});
  if (const auto *convert = tree::dynCast<tree::Convert>(&expr)) return converted(*convert);
  const auto *concat = tree::dynCast<tree::Concat>(&expr);
  return concat ? joined(*concat) : std::nullopt;
}

} // namespace

std::optional<ir::Constant> knownValue(const Expr &expr) {
  if (expr.type->is(types::TypeKind::Error)) return std::nullopt;
  std::optional<Value> value = valueOf(expr);
  if (!value) return std::nullopt;
  bool isPlain = !expr.type->isOptional() || value->isNone();
  std::optional<ir::Constant> known = ir::constantOf(*value, isPlain ? expr.type : expr.type->plain());
  return known;
}

} // namespace flow::sema
