#include "compiler/ir/Dominance.h"

#include <algorithm>

namespace flow::ir {

static const std::vector<Target> &targetsOf(const Block &block) {
  static const std::vector<Target> kNone;
  return block.instructions.empty() ? kNone : block.instructions.back().targets;
}

Dominance::Dominance(const Function &function) : predecessors_(function.blocks.size()) {
  if (function.blocks.empty()) return;
  makeNodes(function);
  orderNodes();
  findImmediate();
  for (BlockId block : blocks_) {
    for (const Target &target : targetsOf(function.blocks[block])) predecessors_[target.block].push_back(block);
    BlockId handler = function.blocks[block].handler;
    if (handler != kNoBlock) predecessors_[handler].push_back(block);
  }
}

void Dominance::makeNodes(const Function &function) {
  const auto &blocks = function.blocks;
  auto count = static_cast<Node>(blocks.size());
  for (BlockId block = 0; block < blocks.size(); ++block)
    begins_.push_back(blocks[block].handler == kNoBlock ? block : count++);
  successors_.resize(count);
  comingFrom_.resize(count);
  auto connect = [&](Node from, Node to) {
    successors_[from].push_back(to);
    comingFrom_[to].push_back(from);
  };
  for (BlockId block = 0; block < blocks.size(); ++block) {
    for (const Target &target : targetsOf(blocks[block])) connect(block, begins_[target.block]);
    if (blocks[block].handler == kNoBlock) continue;
    connect(begins_[block], block);
    connect(begins_[block], begins_[blocks[block].handler]);
  }
}

/// Depth first with an explicit stack: functions may have very many blocks.
void Dominance::orderNodes() {
  struct Visit {
    Node node;
    size_t next;
  };
  std::vector<bool> seen(successors_.size());
  std::vector<Visit> stack = {{begins_[0], 0}};
  seen[begins_[0]] = true;
  while (!stack.empty()) {
    Visit &visit = stack.back();
    if (visit.next == successors_[visit.node].size()) {
      nodes_.push_back(visit.node);
      stack.pop_back();
      continue;
    }
    Node next = successors_[visit.node][visit.next++];
    if (seen[next]) continue;
    seen[next] = true;
    stack.push_back({next, 0});
  }
  std::reverse(nodes_.begin(), nodes_.end());
  order_.assign(successors_.size(), kUnreachable);
  for (uint32_t place = 0; place < nodes_.size(); ++place) {
    order_[nodes_[place]] = place;
    if (nodes_[place] < begins_.size()) blocks_.push_back(nodes_[place]);
  }
}

/// Cooper, Harvey, Kennedy: a simple, fast dominance algorithm.
void Dominance::findImmediate() {
  immediate_.assign(nodes_.size(), kUnreachable);
  immediate_[0] = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t place = 1; place < nodes_.size(); ++place) {
      uint32_t found = kUnreachable;
      for (Node node : comingFrom_[nodes_[place]]) {
        uint32_t other = order_[node];
        if (other == kUnreachable || immediate_[other] == kUnreachable) continue;
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

bool Dominance::isAbove(Node above, Node below) const {
  if (order_[above] == kUnreachable || order_[below] == kUnreachable) return false;
  uint32_t target = order_[above], place = order_[below];
  while (place > target) place = immediate_[place];
  return place == target;
}

} // namespace flow::ir
