#include "compiler/ownership/SlotLiveness.h"

namespace flow::ownership {

using ir::Op;

SlotLiveness::SlotLiveness(const ir::Function &function, const ir::Dominance &dominance)
    : function_(function), begins_(function.blocks.size(), std::vector<bool>(function.slots.size())) {
  const std::vector<ir::BlockId> &order = dominance.reversePostorder();
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = order.size(); i-- > 0;) {
      const ir::Block &block = function.blocks[order[i]];
      std::vector<bool> live = atEnd(order[i]);
      for (size_t j = block.instructions.size(); j-- > 0;) stepBack(block.instructions[j], block.handler, live);
      changed |= live != begins_[order[i]];
      begins_[order[i]] = std::move(live);
    }
  }
}

static void addAll(std::vector<bool> &live, const std::vector<bool> &other) {
  for (size_t i = 0; i < live.size(); ++i)
    if (other[i]) live[i] = true;
}

std::vector<bool> SlotLiveness::atEnd(ir::BlockId block) const {
  std::vector<bool> live(function_.slots.size());
  for (const ir::Target &target : function_.blocks[block].instructions.back().targets)
    addAll(live, begins_[target.block]);
  if (function_.blocks[block].handler != ir::kNoBlock) addAll(live, begins_[function_.blocks[block].handler]);
  return live;
}

void SlotLiveness::stepBack(const ir::Instruction &instruction, ir::BlockId handler, std::vector<bool> &live) const {
  if (instruction.op == Op::Load) live[instruction.index] = true;
  if (instruction.op == Op::Store)
    live[instruction.index] = handler != ir::kNoBlock && begins_[handler][instruction.index];
}

} // namespace flow::ownership
