#include "compiler/ownership/CountedParts.h"

#include "compiler/ownership/Ownership.h"
#include "runtime/abi/Check.h"

namespace flow::ownership {

using ir::Op;
using types::TypeKind;

namespace {

/// Its parts are those of its components.
bool isComposed(const Type *type) {
  return type->is(TypeKind::Record) || type->is(TypeKind::Tuple) || type->isOptional();
}

} // namespace

uint32_t countedParts(const Type *type) {
  if (!isComposed(type)) return types::isCounted(type) ? 1 : 0;
  uint32_t count = 0;
  for (const Type *component : type->components()) count += countedParts(component);
  return count;
}

std::vector<PartStep> wayToPart(const Type *type, uint32_t index) {
  std::vector<PartStep> way;
  while (isComposed(type)) {
    std::vector<const Type *> components = type->components();
    uint32_t field = 0;
    for (; index >= countedParts(components[field]); ++field) index -= countedParts(components[field]);
    way.push_back({type->isOptional() ? Op::Get : Op::Field, field, components[field]});
    type = components[field];
  }
  return way;
}

CountedParts::CountedParts(const Function &function, const ir::Dominance &dominance)
    : function_(function), byValue_(function.valueTypes.size()) {
  for (ValueId i = 0; i < function.parameters.size(); ++i)
    addOwn(i, 0, function.takesParameter(i) ? Part::Kind::Owned : Part::Kind::Borrowed);
  // Parameters of all blocks first: jumps backwards name them before they are met.
  for (BlockId block : dominance.reversePostorder())
    for (const ir::BlockParameter &parameter : function.blocks[block].parameters)
      addOwn(parameter.value, block, Part::Kind::Owned);
  for (BlockId block : dominance.reversePostorder())
    for (const Instruction &instruction : function.blocks[block].instructions)
      if (instruction.type) addOf(instruction, block);
}

void CountedParts::addOwn(ValueId value, BlockId block, Part::Kind kind) {
  uint32_t count = countedParts(function_.valueTypes[value]);
  for (uint32_t i = 0; i < count; ++i) {
    byValue_[value].push_back(static_cast<PartId>(parts_.size()));
    parts_.push_back({kind, value, i, kNoPart, block});
  }
}

void CountedParts::addOf(const Instruction &instruction, BlockId block) {
  switch (ir::resultOf(instruction.op)) {
  case ir::OpResult::Constant: byValue_[instruction.result].assign(countedParts(instruction.type), kNoPart); return;
  case ir::OpResult::Named: nameParts(instruction); return;
  case ir::OpResult::Seen: addSeen(instruction, block); return;
  case ir::OpResult::Made: addOwn(instruction.result, block, Part::Kind::Owned); return;
  }
}

void CountedParts::nameParts(const Instruction &instruction) {
  std::vector<PartId> &parts = byValue_[instruction.result];
  if (instruction.op == Op::MakeRecord) {
    for (ValueId operand : instruction.operands) parts.insert(parts.end(), of(operand).begin(), of(operand).end());
    return;
  }
  const Type *whole = function_.valueTypes[instruction.operands[0]];
  std::span<const PartId> all = of(instruction.operands[0]);
  size_t first = 0;
  if (instruction.op == Op::Field) {
    std::vector<const Type *> components = whole->components();
    for (uint32_t i = 0; i < instruction.index; ++i) first += countedParts(components[i]);
  }
  std::span<const PartId> named = all.subspan(first, countedParts(instruction.type));
  parts.assign(named.begin(), named.end());
}

void CountedParts::addSeen(const Instruction &instruction, BlockId block) {
  std::span<const PartId> whole = of(instruction.operands[0]);
  PartId within = whole.empty() ? kNoPart : whole[0];
  addOwn(instruction.result, block, Part::Kind::Seen);
  for (PartId part : of(instruction.result)) parts_[part].within = within;
}

} // namespace flow::ownership
