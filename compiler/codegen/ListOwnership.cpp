#include "compiler/codegen/ListOwnership.h"

#include <algorithm>

namespace flow::codegen {

using ir::Instruction;
using ir::Op;
using ir::ValueId;
using types::TypeKind;

bool hasList(const types::Type *type) {
  if (type->is(TypeKind::List)) return true;
  if (type->isFrame()) return false;
  for (const types::Type *part : type->parts)
    if (hasList(part)) return true;
  return std::ranges::any_of(type->fields, [](const types::Field &field) { return hasList(field.type); });
}

bool ListOwnership::concerns(const ir::Function &function) {
  return std::ranges::any_of(function.valueTypes, [](const types::Type *type) { return type && hasList(type); });
}

ListOwnership::ListOwnership(const ir::Function &function)
    : function_(function), definitions_(function.valueTypes.size()), places_(function.valueTypes.size()),
      uses_(function.valueTypes.size()) {
  findUses();
  for (const ir::Block &block : function.blocks) findConsumers(block);
  findLasting();
}

void ListOwnership::findUses() {
  for (uint32_t block = 0; block < function_.blocks.size(); ++block) {
    const std::vector<Instruction> &instructions = function_.blocks[block].instructions;
    for (uint32_t i = 0; i < instructions.size(); ++i) {
      const Instruction &instruction = instructions[i];
      auto use = [&](ValueId value) { uses_[value].push_back({{block, i}, &instruction}); };
      for (ValueId operand : instruction.operands) use(operand);
      for (const ir::Target &target : instruction.targets)
        for (ValueId argument : target.arguments) use(argument);
      if (instruction.result == ir::kNoValue) continue;
      definitions_[instruction.result] = &instruction;
      places_[instruction.result] = {block, i};
    }
  }
}

/// `%1 = load s; ... %2 = set %1 ..; ... store s %2` with no other way to see the list in between.
bool ListOwnership::isConsumer(const ir::Block &block, size_t at) const {
  const Instruction &change = block.instructions[at];
  const Instruction *load = definitions_[change.operands[0]];
  if (!load || load->op != Op::Load || uses_[load->result].size() != 1 || uses_[change.result].size() != 1)
    return false;
  auto isOfSlot = [&](const Instruction &instruction, Op op) {
    return instruction.op == op && instruction.index == load->index;
  };
  size_t before = at;
  while (before > 0 && &block.instructions[before] != load)
    if (isOfSlot(block.instructions[--before], Op::Store)) return false;
  if (&block.instructions[before] != load) return false; // in another block
  for (size_t after = at + 1; after < block.instructions.size(); ++after) {
    const Instruction &instruction = block.instructions[after];
    if (isOfSlot(instruction, Op::Store)) return instruction.operands[0] == change.result;
    if (isOfSlot(instruction, Op::Load)) return false;
  }
  return false;
}

void ListOwnership::findConsumers(const ir::Block &block) {
  for (size_t i = 0; i < block.instructions.size(); ++i) {
    const Instruction &instruction = block.instructions[i];
    bool changes = instruction.op == Op::ListSet || instruction.op == Op::ListPush;
    if (changes && isConsumer(block, i)) consumers_.insert(&instruction);
  }
}

/// Whether the slot may change between the load and the last use of what it gave.
bool ListOwnership::outlives(const ir::Block &block, Place load) const {
  const Instruction &loaded = block.instructions[load.index];
  uint32_t last = load.index;
  for (const Use &use : uses_[loaded.result]) {
    if (use.place.block != load.block) return true;
    last = std::max(last, use.place.index);
  }
  for (uint32_t i = load.index + 1; i < last; ++i) {
    const Instruction &between = block.instructions[i];
    if (between.op == Op::Store && between.index == loaded.index) return true;
    if (!consumes(between)) continue;
    const Instruction *other = definitions_[between.operands[0]];
    if (other->index == loaded.index) return true;
  }
  return false;
}

void ListOwnership::findLasting() {
  for (uint32_t block = 0; block < function_.blocks.size(); ++block) {
    const std::vector<Instruction> &instructions = function_.blocks[block].instructions;
    for (uint32_t i = 0; i < instructions.size(); ++i)
      if (instructions[i].op == Op::Load && hasList(instructions[i].type) &&
          outlives(function_.blocks[block], {block, i}))
        lasting_.insert(&instructions[i]);
  }
}

bool ListOwnership::isMoved(ValueId value) const {
  const Instruction *definition = definitions_[value];
  if (!definition || uses_[value].size() != 1) return false;
  switch (definition->op) {
  case Op::MakeList:
  case Op::ListPush:
  case Op::ListSet:
  case Op::Call:
  case Op::TableRows:
  case Op::TableColumn: return true;
  default: return false;
  }
}

bool ListOwnership::shares(const Instruction &user, ValueId operand) const {
  if (!hasList(function_.valueTypes[operand])) return false;
  bool isFirst = !user.operands.empty() && user.operands[0] == operand;
  switch (user.op) {
  case Op::ListLength:
  case Op::ListGet:
  case Op::ToText:
  case Op::Field:
  case Op::Has:
  case Op::Get: return false;
  case Op::ListSet:
    if (isFirst && std::count(user.operands.begin(), user.operands.end(), operand) == 1)
      return false; // copied or consumed
    return true;
  case Op::ListPush: return !(isFirst && consumes(user));
  case Op::Store:
  case Op::Return:
  case Op::Jump:
  case Op::Branch:
  case Op::Call: return !isMoved(operand);
  default: return true;
  }
}

} // namespace flow::codegen
