#include "compiler/opt/LoopLengths.h"

namespace flow::opt {

using ir::Instruction;
using ir::kNoValue;
using ir::Op;
using ir::ValueId;
using types::TypeKind;

/// It begins with the assumption that all lists that meet somewhere are as long, which what is found then refutes.
LoopLengths::LoopLengths(const ir::Function &function, const ir::Loop &loop) : function_(function), head_(loop.head) {
  const ir::Target &entry = function.blocks[loop.before].instructions.back().targets[0];
  const auto &parameters = function.blocks[loop.head].parameters;
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].type->is(TypeKind::List)) continue;
    origins_[parameters[i].value] = parameters[i].value;
    before_[parameters[i].value] = entry.arguments[i];
  }
  if (before_.empty()) return;
  for (bool changed = true; changed;) {
    changed = false;
    for (ir::BlockId block : loop.blocks) {
      for (const Instruction &instruction : function.blocks[block].instructions) follow(instruction);
      for (const ir::Target &target : function.blocks[block].instructions.back().targets)
        if (target.block != head_) changed |= pass(target);
    }
  }
  dropChanging(loop);
}

ValueId LoopLengths::originOf(ValueId list) const {
  auto found = origins_.find(list);
  return found == origins_.end() ? kNoValue : found->second;
}

void LoopLengths::follow(const Instruction &instruction) {
  switch (instruction.op) {
  case Op::ListSet:
  case Op::ListSwap:
  case Op::ListTake:
  case Op::ListOwn: break;
  case Op::Field: {
    // Of a tuple only one that list.take gave has an origin.
    if (instruction.index != 0) return;
    break;
  }
  default: return;
  }
  ValueId origin = originOf(instruction.operands[0]);
  if (origin != kNoValue || origins_.contains(instruction.operands[0])) origins_[instruction.result] = origin;
}

/// Whether less is known now about a parameter.
bool LoopLengths::pass(const ir::Target &target) {
  bool changed = false;
  const auto &parameters = function_.blocks[target.block].parameters;
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].type->is(TypeKind::List)) continue;
    ValueId origin = originOf(target.arguments[i]);
    auto [at, isNew] = origins_.try_emplace(parameters[i].value, origin);
    if (!isNew && (at->second == origin || at->second == kNoValue)) continue;
    if (!isNew) at->second = kNoValue;
    changed = true;
  }
  return changed;
}

void LoopLengths::dropChanging(const ir::Loop &loop) {
  const auto &parameters = function_.blocks[head_].parameters;
  for (ir::BlockId block : loop.blocks)
    for (const ir::Target &target : function_.blocks[block].instructions.back().targets) {
      if (target.block != head_) continue;
      for (size_t i = 0; i < parameters.size(); ++i)
        if (originOf(target.arguments[i]) != parameters[i].value) before_.erase(parameters[i].value);
    }
}

ValueId LoopLengths::sameBefore(ValueId list) const {
  auto found = before_.find(originOf(list));
  return found == before_.end() ? kNoValue : found->second;
}

} // namespace flow::opt
