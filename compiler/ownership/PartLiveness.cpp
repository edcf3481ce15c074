#include "compiler/ownership/PartLiveness.h"

namespace flow::ownership {

PartLiveness::PartLiveness(const CountedParts &parts, const ir::Dominance &dominance, const Module &module,
                           std::vector<PartId> standsFor)
    : parts_(parts), module_(module), standsFor_(std::move(standsFor)),
      begins_(parts.function().blocks.size(), PartSet(parts.size())) {
  const std::vector<BlockId> &order = dominance.reversePostorder();
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = order.size(); i-- > 0;) changed |= begins_[order[i]].addAll(computed(order[i]));
  }
}

PartSet PartLiveness::atEnd(BlockId block) const {
  const ir::Block &ends = parts_.function().blocks[block];
  PartSet live(parts_.size());
  for (const ir::Target &target : ends.instructions.back().targets) {
    live.addAll(begins_[target.block]);
    forEachArgument(target, parts_, [&](PartId part) { addUse(live, part); });
  }
  if (ends.handler != ir::kNoBlock) live.addAll(begins_[ends.handler]);
  return live;
}

void PartLiveness::stepBack(const Instruction &instruction, PartSet &live) const {
  if (instruction.type && ir::resultOf(instruction.op) != ir::OpResult::Named)
    for (PartId part : parts_.of(instruction.result))
      if (part != kNoPart) live.remove(part);
  forEachUse(instruction, parts_, module_, [&](PartId part, bool) { addUse(live, part); });
}

PartSet PartLiveness::computed(BlockId block) const {
  const ir::Block &code = parts_.function().blocks[block];
  PartSet live = atEnd(block);
  for (size_t i = code.instructions.size(); i-- > 0;) stepBack(code.instructions[i], live);
  for (const ir::BlockParameter &parameter : code.parameters)
    for (PartId part : parts_.of(parameter.value)) live.remove(part);
  return live;
}

} // namespace flow::ownership
