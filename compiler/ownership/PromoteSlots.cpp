#include "compiler/ownership/PromoteSlots.h"

#include "compiler/ownership/SlotLiveness.h"

#include <algorithm>

namespace flow::ownership {

using ir::BlockId;
using ir::Function;
using ir::Instruction;
using ir::kNoBlock;
using ir::kNoValue;
using ir::Op;
using ir::ValueId;

namespace {

class SlotPromotion {
public:
  explicit SlotPromotion(Function &function)
      : function_(function), dominance_(function), liveness_(function, dominance_),
        replaced_(function.valueTypes.size()) {
    for (ValueId i = 0; i < replaced_.size(); ++i) replaced_[i] = i;
  }

  void run() {
    choose();
    if (chosen_.empty()) return;
    addParameters();
    for (BlockId block : dominance_.reversePostorder()) rename(block);
    addArguments();
    while (dropOneWayParameters()) {}
    applyReplacements();
    dropSlots();
  }

private:
  using Values = std::vector<ValueId>; ///< by chosen slot

  void choose();
  void addParameters();
  void rename(BlockId block);
  Values atBegin(BlockId block);
  void addArguments();
  bool dropOneWayParameters();
  void applyReplacements();
  void dropSlots();
  ValueId resolved(ValueId value) const {
    while (value != kNoValue && replaced_[value] != value) value = replaced_[value];
    return value;
  }
  bool isParameter(BlockId block, size_t i) const { return parameters_[block][i] != kNoValue; }

  Function &function_;
  ir::Dominance dominance_;
  SlotLiveness liveness_;
  std::vector<uint32_t> chosen_;   ///< slots
  std::vector<int> numbers_;       ///< by slot: its place in chosen_, or -1
  std::vector<Values> parameters_; ///< by block: those that were added, or kNoValue
  std::vector<Values> ends_;       ///< by block: what the slots hold at its end
  std::vector<ValueId> replaced_;  ///< by value: what stands for it
  Values zeros_;                   ///< by chosen slot: what it holds before anything is stored
};

void SlotPromotion::choose() {
  numbers_.assign(function_.slots.size(), -1);
  for (uint32_t slot = 0; slot < function_.slots.size(); ++slot) {
    bool isRead = std::ranges::any_of(function_.blocks, [&](const ir::Block &block) {
      return block.handler != kNoBlock && liveness_.isNeededAtBegin(block.handler, slot);
    });
    if (isRead || !types::isCounted(function_.slots[slot].type)) continue;
    numbers_[slot] = static_cast<int>(chosen_.size());
    chosen_.push_back(slot);
  }
}

/// Where control from several blocks meets. Blocks with one predecessor take what that has.
void SlotPromotion::addParameters() {
  parameters_.assign(function_.blocks.size(), Values(chosen_.size(), kNoValue));
  ends_.assign(function_.blocks.size(), Values(chosen_.size(), kNoValue));
  zeros_.assign(chosen_.size(), kNoValue);
  for (BlockId block : dominance_.reversePostorder()) {
    if (block == 0 || dominance_.predecessors(block).size() == 1) continue;
    for (size_t i = 0; i < chosen_.size(); ++i) {
      if (!liveness_.isNeededAtBegin(block, chosen_[i])) continue;
      const ir::Type *type = function_.slots[chosen_[i]].type;
      parameters_[block][i] = function_.newValue(type);
      replaced_.push_back(parameters_[block][i]);
      function_.blocks[block].parameters.push_back({parameters_[block][i], type});
    }
  }
}

SlotPromotion::Values SlotPromotion::atBegin(BlockId block) {
  if (block == 0) {
    // Zeros, made at the begin of the entry.
    std::vector<Instruction> made;
    for (size_t i = 0; i < chosen_.size(); ++i) {
      Instruction &zero = made.emplace_back();
      zero.op = Op::Const;
      zero.type = function_.slots[chosen_[i]].type;
      zero.result = zeros_[i] = function_.newValue(zero.type);
      replaced_.push_back(zero.result);
    }
    auto &instructions = function_.blocks[0].instructions;
    instructions.insert(instructions.begin(), made.begin(), made.end());
    return zeros_;
  }
  const std::vector<BlockId> &before = dominance_.predecessors(block);
  Values values = before.size() == 1 ? ends_[before[0]] : Values(chosen_.size(), kNoValue);
  for (size_t i = 0; i < chosen_.size(); ++i)
    if (isParameter(block, i)) values[i] = parameters_[block][i];
  return values;
}

void SlotPromotion::rename(BlockId block) {
  Values values = atBegin(block);
  std::vector<Instruction> kept;
  for (Instruction &instruction : function_.blocks[block].instructions) {
    bool isSlot = instruction.op == Op::Load || instruction.op == Op::Store;
    int number = isSlot ? numbers_[instruction.index] : -1;
    if (number < 0)
      kept.push_back(std::move(instruction));
    else if (instruction.op == Op::Load)
      replaced_[instruction.result] = values[static_cast<size_t>(number)];
    else
      values[static_cast<size_t>(number)] = resolved(instruction.operands[0]);
  }
  function_.blocks[block].instructions = std::move(kept);
  ends_[block] = std::move(values);
}

void SlotPromotion::addArguments() {
  for (BlockId block : dominance_.reversePostorder())
    for (ir::Target &target : function_.blocks[block].instructions.back().targets)
      for (size_t i = 0; i < chosen_.size(); ++i)
        if (isParameter(target.block, i)) {
          ValueId value = ends_[block][i];
          target.arguments.push_back(value == kNoValue ? zeros_[i] : value);
        }
}

/// A parameter that is always the same value, or itself, is that value.
bool SlotPromotion::dropOneWayParameters() {
  bool changed = false;
  for (BlockId block : dominance_.reversePostorder()) {
    for (size_t i = 0; i < chosen_.size(); ++i) {
      if (!isParameter(block, i)) continue;
      auto &parameters = function_.blocks[block].parameters;
      ValueId parameter = parameters_[block][i], only = kNoValue;
      auto at = std::ranges::find_if(parameters, [&](const auto &each) { return each.value == parameter; });
      auto place = at - parameters.begin();
      bool isOne = true;
      for (BlockId from : dominance_.predecessors(block))
        for (const ir::Target &target : function_.blocks[from].instructions.back().targets) {
          if (target.block != block) continue;
          ValueId value = resolved(target.arguments[static_cast<size_t>(place)]);
          if (value == parameter || value == only) continue;
          isOne &= only == kNoValue;
          only = value;
        }
      if (!isOne || only == kNoValue) continue;
      replaced_[parameter] = only;
      parameters_[block][i] = kNoValue;
      parameters.erase(at);
      std::vector<BlockId> before = dominance_.predecessors(block);
      std::ranges::sort(before);
      before.erase(std::unique(before.begin(), before.end()), before.end());
      for (BlockId from : before)
        for (ir::Target &target : function_.blocks[from].instructions.back().targets)
          if (target.block == block) target.arguments.erase(target.arguments.begin() + place);
      changed = true;
    }
  }
  return changed;
}

void SlotPromotion::applyReplacements() {
  for (ir::Block &block : function_.blocks)
    for (Instruction &instruction : block.instructions) {
      for (ValueId &operand : instruction.operands) operand = resolved(operand);
      instruction.guard = resolved(instruction.guard);
      for (ir::Target &target : instruction.targets)
        for (ValueId &argument : target.arguments) argument = resolved(argument);
    }
}

void SlotPromotion::dropSlots() {
  std::vector<uint32_t> places(function_.slots.size());
  std::vector<ir::Slot> kept;
  for (uint32_t slot = 0; slot < function_.slots.size(); ++slot) {
    places[slot] = static_cast<uint32_t>(kept.size());
    if (numbers_[slot] < 0) kept.push_back(std::move(function_.slots[slot]));
  }
  function_.slots = std::move(kept);
  for (ir::Block &block : function_.blocks)
    for (Instruction &instruction : block.instructions)
      if (instruction.op == Op::Load || instruction.op == Op::Store) instruction.index = places[instruction.index];
}

} // namespace

void promoteSlots(Function &function) { SlotPromotion(function).run(); }

void dropUnreachableBlocks(Function &function) {
  ir::Dominance dominance(function);
  std::vector<BlockId> numbers(function.blocks.size());
  std::vector<ir::Block> kept;
  for (BlockId i = 0; i < function.blocks.size(); ++i) {
    numbers[i] = static_cast<BlockId>(kept.size());
    if (dominance.isReachable(i)) kept.push_back(std::move(function.blocks[i]));
  }
  function.blocks = std::move(kept);
  for (ir::Block &block : function.blocks) {
    for (ir::Target &target : block.instructions.back().targets) target.block = numbers[target.block];
    if (block.handler != kNoBlock) block.handler = numbers[block.handler];
  }
}

} // namespace flow::ownership
