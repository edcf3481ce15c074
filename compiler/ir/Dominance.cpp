#include "compiler/ir/Dominance.h"

#include <algorithm>

namespace flow::ir {

static const std::vector<Target> &targetsOf(const Block &block) {
  static const std::vector<Target> kNone;
  return block.instructions.empty() ? kNone : block.instructions.back().targets;
}

/// Depth first with an explicit stack: functions may have very many blocks.
static std::vector<BlockId> postorder(const Function &function) {
  struct Visit {
    BlockId block;
    size_t nextTarget;
  };
  std::vector<BlockId> result;
  std::vector<bool> seen(function.blocks.size());
  std::vector<Visit> stack = {{0, 0}};
  seen[0] = true;
  while (!stack.empty()) {
    Visit &visit = stack.back();
    const auto &targets = targetsOf(function.blocks[visit.block]);
    if (visit.nextTarget == targets.size()) {
      result.push_back(visit.block);
      stack.pop_back();
      continue;
    }
    BlockId target = targets[visit.nextTarget++].block;
    if (seen[target]) continue;
    seen[target] = true;
    stack.push_back({target, 0});
  }
  return result;
}

Dominance::Dominance(const Function &function)
    : order_(function.blocks.size(), kUnreachable), predecessors_(function.blocks.size()) {
  if (function.blocks.empty()) return;
  blocks_ = postorder(function);
  std::reverse(blocks_.begin(), blocks_.end());
  for (uint32_t place = 0; place < blocks_.size(); ++place) order_[blocks_[place]] = place;
  for (BlockId block : blocks_)
    for (const Target &target : targetsOf(function.blocks[block])) predecessors_[target.block].push_back(block);

  // Cooper, Harvey, Kennedy: a simple, fast dominance algorithm.
  immediate_.assign(blocks_.size(), kUnreachable);
  immediate_[0] = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t place = 1; place < blocks_.size(); ++place) {
      uint32_t found = kUnreachable;
      for (BlockId predecessor : predecessors_[blocks_[place]]) {
        uint32_t other = order_[predecessor];
        if (immediate_[other] == kUnreachable) continue;
        found = found == kUnreachable ? other : meet(found, other);
      }
      if (immediate_[place] == found) continue;
      immediate_[place] = found;
      changed = true;
    }
  }
}

uint32_t Dominance::meet(uint32_t a, uint32_t b) const {
  while (a != b) {
    if (a > b)
      a = immediate_[a];
    else
      b = immediate_[b];
  }
  return a;
}

bool Dominance::dominates(BlockId above, BlockId below) const {
  if (!isReachable(above) || !isReachable(below)) return false;
  uint32_t target = order_[above], place = order_[below];
  while (place > target) place = immediate_[place];
  return place == target;
}

} // namespace flow::ir
