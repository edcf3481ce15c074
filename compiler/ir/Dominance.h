#pragma once
// The control flow of a function: who precedes a block, which blocks can be reached, and which block every
// way to another one leads through.
//
// Control may leave a block that has a handler before any of its instructions: such a block has two nodes here, its
// begin, from which the handler is reached too, and its instructions.

#include "compiler/ir/Fn.h"

namespace flow::ir {

class Dominance {
public:
  /// All targets must be blocks of the function.
  explicit Dominance(const Function &function);

  bool isReachable(BlockId block) const { return order_[block] != kUnreachable; }
  /// All of `above` has run whenever `below` begins. Reflexive; false when either is unreachable.
  bool dominates(BlockId above, BlockId below) const { return isAbove(above, below); }
  /// `above` has begun whenever `below` does: what its parameters say is known there.
  bool beginDominates(BlockId above, BlockId below) const { return isAbove(begins_[above], below); }
  /// Reachable blocks, each after those that dominate it.
  const std::vector<BlockId> &reversePostorder() const { return blocks_; }
  /// Blocks that jump to it, or whose handler it is.
  const std::vector<BlockId> &predecessors(BlockId block) const { return predecessors_[block]; }

private:
  static constexpr uint32_t kUnreachable = UINT32_MAX;
  /// The instructions of a block are the node of its number; begins of blocks with handlers follow.
  using Node = uint32_t;
  void makeNodes(const Function &function);
  void orderNodes();
  void findImmediate();
  uint32_t meet(uint32_t a, uint32_t b) const;
  bool isAbove(Node above, Node below) const;

  std::vector<Node> begins_; ///< by block
  std::vector<std::vector<Node>> successors_, comingFrom_;
  std::vector<BlockId> blocks_;
  std::vector<Node> nodes_;         ///< reachable ones, in reverse postorder
  std::vector<uint32_t> order_;     ///< by node: its place in nodes_
  std::vector<uint32_t> immediate_; ///< by place: the place of the immediate dominator
  std::vector<std::vector<BlockId>> predecessors_;
};

} // namespace flow::ir
