#pragma once
// The control flow of a function: who precedes a block, which blocks can be reached, and which block every
// way to another one leads through.

#include "compiler/ir/Fn.h"

namespace flow::ir {

class Dominance {
public:
  /// All targets must be blocks of the function.
  explicit Dominance(const Function &function);

  bool isReachable(BlockId block) const { return order_[block] != kUnreachable; }
  /// Reflexive; false when either is unreachable.
  bool dominates(BlockId above, BlockId below) const;
  /// Reachable blocks, each after those that dominate it.
  const std::vector<BlockId> &reversePostorder() const { return blocks_; }
  const std::vector<BlockId> &predecessors(BlockId block) const { return predecessors_[block]; }

private:
  static constexpr uint32_t kUnreachable = UINT32_MAX;
  uint32_t meet(uint32_t a, uint32_t b) const;

  std::vector<BlockId> blocks_;
  std::vector<uint32_t> order_;     ///< by block: its place in blocks_
  std::vector<uint32_t> immediate_; ///< by place: the place of the immediate dominator
  std::vector<std::vector<BlockId>> predecessors_;
};

} // namespace flow::ir
