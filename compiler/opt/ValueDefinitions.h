#pragma once
// Which instruction gives a value, for looking through a function backwards. The function must not change
// meanwhile.

#include "compiler/ir/Fn.h"

namespace flow::opt {

class ValueDefinitions {
public:
  /// Of nothing yet.
  explicit ValueDefinitions(size_t valueCount) : byValue_(valueCount) {}
  explicit ValueDefinitions(const ir::Function &function) : byValue_(function.valueTypes.size()) {
    for (const ir::Block &block : function.blocks)
      for (const ir::Instruction &instruction : block.instructions) add(instruction);
  }

  void add(const ir::Instruction &instruction) {
    if (instruction.type) byValue_[instruction.result] = &instruction;
  }
  /// Null for parameters.
  const ir::Instruction *of(ir::ValueId value) const { return byValue_[value]; }
  /// The instruction, when it is of that op.
  const ir::Instruction *of(ir::ValueId value, ir::Op op) const {
    const ir::Instruction *found = byValue_[value];
    return found && found->op == op ? found : nullptr;
  }
  /// The value of an integral constant (bools are 0 and 1); `zero` too.
  std::optional<__int128> integer(ir::ValueId value) const;
  bool isConstant(ir::ValueId value, __int128 expected) const { return integer(value) == expected; }

private:
  std::vector<const ir::Instruction *> byValue_;
};

} // namespace flow::opt
