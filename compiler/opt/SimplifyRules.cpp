#include "compiler/opt/SimplifyRules.h"

#include "compiler/base/TextCursor.h"
#include "compiler/ir/Evaluate.h"
#include "compiler/opt/BooleanFacts.h"

namespace flow::opt {

using ir::Instruction;
using ir::kNoValue;
using ir::Op;
using ir::Value;
using ir::ValueId;

namespace {

class Rewriter {
public:
  Rewriter(Instruction &instruction, const ir::Function &function, const ValueDefinitions &definitions)
      : instruction_(instruction), function_(function), definitions_(definitions) {}

  Rewrite run();
  bool changed() const { return changed_; }

private:
  Rewrite applyGuard();
  bool foldConstants();
  ValueId byIdentity();
  ValueId arithmetic();
  ValueId logic();
  ValueId negation();
  ValueId selection();
  ValueId optional();
  ValueId text();

  ValueId operand(size_t i) const { return instruction_.operands[i]; }
  const Instruction *madeBy(size_t i, Op op) const { return definitions_.of(operand(i), op); }
  bool isConstant(size_t i, __int128 value) const { return definitions_.isConstant(operand(i), value); }
  void become(Op op, std::vector<ValueId> operands);
  void become(ir::Constant constant);

  Instruction &instruction_;
  const ir::Function &function_;
  const ValueDefinitions &definitions_;
  bool changed_ = false;
};

void Rewriter::become(Op op, std::vector<ValueId> operands) {
  instruction_.op = op;
  instruction_.operands = std::move(operands);
  instruction_.guard = kNoValue;
  instruction_.site = 0;
  changed_ = true;
}

void Rewriter::become(ir::Constant constant) {
  become(Op::Const, {});
  instruction_.index = 0;
  instruction_.constant = std::move(constant);
}

Rewrite Rewriter::run() {
  if (instruction_.op == Op::Const) return {};
  if (Rewrite guarded = applyGuard(); guarded.kind != Rewrite::Kind::Keep) return guarded;
  if (instruction_.op == Op::Const || foldConstants()) return {};
  ValueId same = byIdentity();
  return same == kNoValue ? Rewrite{} : Rewrite{Rewrite::Kind::Replace, same};
}

/// A guard that is known: the operation is done in any case, or never.
Rewrite Rewriter::applyGuard() {
  if (instruction_.guard == kNoValue) return {};
  auto guard = definitions_.integer(instruction_.guard);
  if (!guard) return {};
  if (*guard != 0) {
    instruction_.guard = kNoValue;
    changed_ = true;
    return {};
  }
  if (!instruction_.type) return {Rewrite::Kind::Remove};
  ir::Value zero = ir::zeroOf(instruction_.type);
  become(ir::constantOf(zero, instruction_.type).value());
  return {};
}

bool Rewriter::foldConstants() {
  if (!ir::isEvaluable(instruction_.op)) return false;
  std::vector<const ir::Type *> types;
  ir::Values values;
  for (ValueId value : instruction_.operands) {
    const Instruction *constant = definitions_.of(value, Op::Const);
    if (!constant) return false;
    types.push_back(constant->type);
    values.push_back(ir::valueOf(constant->constant, constant->type));
  }
  // An arm that is not taken may still stand there, and reads the fields of another variant.
  if (instruction_.op == Op::VariantPayload && values[0].parts()[0].integer() != instruction_.index) return false;
  auto result = ir::evaluate(instruction_, types, values);
  if (!result) return false; // it fails, when and if it is reached
  auto constant = ir::constantOf(*result, instruction_.type);
  if (constant) become(std::move(*constant));
  return constant.has_value();
}

ValueId Rewriter::byIdentity() {
  switch (instruction_.op) {
  case Op::Add:
  case Op::Subtract:
  case Op::Multiply:
  case Op::FloorDivide: return arithmetic();
  case Op::And:
  case Op::Or: return logic();
  case Op::Not: return negation();
  case Op::Select: return selection();
  case Op::MakeOptional:
  case Op::Has:
  case Op::Get: return optional();
  case Op::Convert:
  case Op::Reinterpret: return function_.valueTypes[operand(0)] == instruction_.type ? operand(0) : kNoValue;
  case Op::Field: {
    const Instruction *record = madeBy(0, Op::MakeRecord);
    return record ? record->operands[instruction_.index] : kNoValue;
  }
  case Op::ToText: return text();
  default: return kNoValue;
  }
}

/// Of ints only: x + 0 of floats is not x when x is -0.0.
ValueId Rewriter::arithmetic() {
  if (!instruction_.type->isInt()) return kNoValue;
  bool product = instruction_.op == Op::Multiply || instruction_.op == Op::FloorDivide;
  __int128 neutral = product ? 1 : 0;
  if (isConstant(1, neutral)) return operand(0);
  bool commutes = instruction_.op == Op::Add || instruction_.op == Op::Multiply;
  return commutes && isConstant(0, neutral) ? operand(1) : kNoValue;
}

/// One operand may follow from the other, or contradict it, once that is known not to decide.
ValueId Rewriter::logic() {
  bool conjunction = instruction_.op == Op::And;
  for (size_t i : {0, 1}) {
    BooleanFacts facts(definitions_);
    facts.assume(operand(1 - i), conjunction);
    auto known = facts.evaluate(operand(i));
    if (!known) continue;
    if (*known == conjunction) return operand(1 - i);
    become(ir::Constant(static_cast<__int128>(!conjunction)));
    return kNoValue;
  }
  return kNoValue;
}

ValueId Rewriter::negation() {
  const Instruction *inner = madeBy(0, Op::Not);
  return inner ? inner->operands[0] : kNoValue;
}

ValueId Rewriter::selection() {
  if (auto condition = definitions_.integer(operand(0))) return operand(*condition != 0 ? 1 : 2);
  if (operand(1) == operand(2)) return operand(1);
  if (!instruction_.type->is(types::TypeKind::Bool)) return kNoValue;
  if (isConstant(1, 1) && isConstant(2, 0)) return operand(0);
  if (isConstant(2, 0))
    become(Op::And, {operand(0), operand(1)});
  else if (isConstant(1, 1))
    become(Op::Or, {operand(0), operand(2)});
  return kNoValue;
}

ValueId Rewriter::optional() {
  if (instruction_.op == Op::MakeOptional) {
    const Instruction *get = madeBy(0, Op::Get), *has = madeBy(1, Op::Has);
    if (get && has && get->operands[0] == has->operands[0]) return get->operands[0];
    if (isConstant(1, 1)) become(Op::Some, {operand(0)});
    return kNoValue;
  }
  if (const Instruction *some = madeBy(0, Op::Some)) {
    if (instruction_.op == Op::Get) return some->operands[0];
    become(ir::Constant(static_cast<__int128>(1)));
    return kNoValue;
  }
  // The value is zero when it is not present, so Get needs no test.
  const Instruction *made = madeBy(0, Op::MakeOptional);
  return made ? made->operands[instruction_.op == Op::Get ? 0 : 1] : kNoValue;
}

ValueId Rewriter::text() {
  if (std::holds_alternative<std::string>(instruction_.constant)) return kNoValue;
  const ir::Type *type = function_.valueTypes[operand(0)];
  if (type->is(types::TypeKind::Str)) return operand(0);
  auto value = type->isInt() ? definitions_.integer(operand(0)) : std::nullopt;
  if (value) become(ir::Constant(integerText(*value)));
  return kNoValue;
}

} // namespace

Rewrite rewrite(Instruction &instruction, const ir::Function &function, const ValueDefinitions &definitions,
                bool &changed) {
  Rewriter rewriter(instruction, function, definitions);
  Rewrite result = rewriter.run();
  changed |= rewriter.changed();
  return result;
}

} // namespace flow::opt
