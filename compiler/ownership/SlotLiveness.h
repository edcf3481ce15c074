#pragma once
// Where what a slot holds may still be read.

#include "compiler/ir/Dominance.h"

namespace flow::ownership {

class SlotLiveness {
public:
  SlotLiveness(const ir::Function &function, const ir::Dominance &dominance);

  bool isNeededAtBegin(ir::BlockId block, uint32_t slot) const { return begins_[block][slot]; }
  /// By slot: behind the terminator, in blocks that follow or in the handler.
  std::vector<bool> atEnd(ir::BlockId block) const;
  /// From behind the instruction to before it; `handler` is that of its block.
  void stepBack(const ir::Instruction &instruction, ir::BlockId handler, std::vector<bool> &live) const;

private:
  const ir::Function &function_;
  std::vector<std::vector<bool>> begins_; ///< by block
};

} // namespace flow::ownership
