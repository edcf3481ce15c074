#pragma once
// Uses of some values become uses of others. Replacing is cheap, and applied to a whole function at once. Values may be
// made meanwhile.

#include "compiler/ir/Fn.h"

namespace flow::opt {

class ValueReplacement {
public:
  explicit ValueReplacement(size_t valueCount) : by_(valueCount, ir::kNoValue) {}

  void replace(ir::ValueId value, ir::ValueId by) {
    if (value >= by_.size()) by_.resize(value + 1, ir::kNoValue);
    by_[value] = by;
  }
  ir::ValueId resolve(ir::ValueId value) const {
    while (value < by_.size() && by_[value] != ir::kNoValue) value = by_[value];
    return value;
  }
  void apply(ir::Instruction &instruction) const {
    for (ir::ValueId &operand : instruction.operands) operand = resolve(operand);
    instruction.guard = resolve(instruction.guard);
    for (ir::Target &target : instruction.targets)
      for (ir::ValueId &argument : target.arguments) argument = resolve(argument);
  }
  void apply(ir::Function &function) const {
    for (ir::Block &block : function.blocks)
      for (ir::Instruction &instruction : block.instructions) apply(instruction);
  }

private:
  std::vector<ir::ValueId> by_;
};

} // namespace flow::opt
