#include "compiler/ir/Loops.h"

#include <algorithm>

namespace flow::ir {

namespace {

class LoopSearch {
public:
  LoopSearch(const Function &function, const Dominance &dominance)
      : function_(function), dominance_(dominance), places_(function.blocks.size()),
        entered_(function.blocks.size(), kNoBlock) {
    const std::vector<BlockId> &order = dominance.reversePostorder();
    for (uint32_t place = 0; place < order.size(); ++place) places_[order[place]] = place;
  }

  std::vector<Loop> run() {
    std::vector<Loop> loops;
    const std::vector<BlockId> &order = dominance_.reversePostorder();
    // A loop in another one has its head behind the other's.
    for (size_t i = order.size(); i-- > 0;) {
      Loop loop{order[i], bodyOf(order[i]), kNoBlock};
      if (loop.blocks.empty()) continue;
      loop.before = blockBefore(loop.head);
      loops.push_back(std::move(loop));
    }
    return loops;
  }

private:
  /// Whether the block, from which control goes to the head, is in its loop.
  bool isBack(BlockId block, BlockId head) const {
    return places_[head] <= places_[block] && dominance_.beginDominates(head, block);
  }

  std::vector<BlockId> bodyOf(BlockId head) {
    std::vector<BlockId> body;
    auto enter = [&](BlockId block) {
      if (entered_[block] == head) return;
      entered_[block] = head;
      body.push_back(block);
    };
    for (BlockId block : dominance_.predecessors(head))
      if (isBack(block, head)) {
        enter(head);
        enter(block);
      }
    for (size_t i = 0; i < body.size(); ++i)
      if (body[i] != head)
        for (BlockId block : dominance_.predecessors(body[i])) enter(block);
    std::ranges::sort(body, {}, [&](BlockId block) { return places_[block]; });
    return body;
  }

  BlockId blockBefore(BlockId head) const {
    BlockId before = kNoBlock;
    for (BlockId block : dominance_.predecessors(head)) {
      if (entered_[block] == head) continue;
      if (before != kNoBlock) return kNoBlock;
      before = block;
    }
    if (before == kNoBlock || !dominance_.dominates(before, head)) return kNoBlock;
    const Instruction &last = function_.blocks[before].instructions.back();
    return last.op == Op::Jump && last.targets[0].block == head ? before : kNoBlock;
  }

  const Function &function_;
  const Dominance &dominance_;
  std::vector<uint32_t> places_; ///< by block, in reverse postorder
  std::vector<BlockId> entered_; ///< by block: the head of the loop that was last found to have it
};

} // namespace

std::vector<Loop> findLoops(const Function &function, const Dominance &dominance) {
  return LoopSearch(function, dominance).run();
}

} // namespace flow::ir
