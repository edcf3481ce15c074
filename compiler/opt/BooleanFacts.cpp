#include "compiler/opt/BooleanFacts.h"

namespace flow::opt {

using ir::Instruction;
using ir::Op;
using ir::ValueId;

void BooleanFacts::assume(ValueId value, bool holds) {
  std::vector<std::pair<ValueId, bool>> pending = {{value, holds}};
  while (!pending.empty() && known_.size() < kMostFacts) {
    auto [fact, isTrue] = pending.back();
    pending.pop_back();
    if (!known_.emplace(fact, isTrue).second) continue;
    const Instruction *instruction = definitions_.of(fact);
    if (!instruction) continue;
    switch (instruction->op) {
    case Op::And:
    case Op::Or:
      if ((instruction->op == Op::And) == isTrue)
        for (ValueId operand : instruction->operands) pending.emplace_back(operand, isTrue);
      break;
    case Op::Not: pending.emplace_back(instruction->operands[0], !isTrue); break;
    case Op::Has: present_.emplace(instruction->operands[0], isTrue); break;
    case Op::Get: // an absent bool reads as false
      if (isTrue) present_.emplace(instruction->operands[0], true);
      break;
    default: break;
    }
  }
}

std::optional<bool> BooleanFacts::presence(ValueId optional) const {
  auto found = present_.find(optional);
  return found == present_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<bool> BooleanFacts::evaluate(ValueId value, int &budget) const {
  if (auto found = known_.find(value); found != known_.end()) return found->second;
  if (auto constant = definitions_.integer(value)) return *constant != 0;
  const Instruction *instruction = definitions_.of(value);
  if (!instruction || --budget < 0) return {};
  switch (instruction->op) {
  case Op::And:
  case Op::Or: {
    bool decisive = instruction->op == Op::Or;
    auto left = evaluate(instruction->operands[0], budget);
    if (left == decisive) return decisive;
    auto right = evaluate(instruction->operands[1], budget);
    if (right == decisive) return decisive;
    return left && right ? std::optional(!decisive) : std::nullopt;
  }
  case Op::Not: {
    auto operand = evaluate(instruction->operands[0], budget);
    return operand ? std::optional(!*operand) : std::nullopt;
  }
  case Op::Has: return presence(instruction->operands[0]);
  case Op::Get: return presence(instruction->operands[0]) == false ? std::optional(false) : std::nullopt;
  default: return {};
  }
}

} // namespace flow::opt
