#include "compiler/ownership/Projections.h"

namespace flow::ownership {

namespace {

class KeeperSearch {
public:
  KeeperSearch(CountedParts &parts, const ir::Dominance &dominance, const Module &module, std::vector<bool> &retained)
      : parts_(parts), module_(module), retained_(retained), keepers_(parts.size()), kept_(parts.size()),
        liveness_(parts, dominance, module, themselves(parts.size())) {
    retained_.assign(parts.size(), false);
    do {
      findKeepers();
      changed_ = false;
      for (BlockId block : dominance.reversePostorder()) visit(block);
    } while (changed_); // one that has a user of its own keeps others
  }
  std::vector<PartId> take() { return std::move(keepers_); }

private:
  static std::vector<PartId> themselves(size_t count) {
    std::vector<PartId> result(count);
    for (PartId i = 0; i < count; ++i) result[i] = i;
    return result;
  }

  void findKeepers() {
    for (auto &kept : kept_) kept.clear();
    // What a part lies in was made before it.
    for (PartId part = 0; part < parts_.size(); ++part) {
      const Part &made = parts_[part];
      bool isSeen = made.kind == Part::Kind::Seen;
      keepers_[part] = isSeen ? (made.within == kNoPart ? kNoPart : keepers_[made.within])
                              : (made.kind == Part::Kind::Owned ? part : kNoPart);
      if (isSeen && keepers_[part] != kNoPart) kept_[keepers_[part]].push_back(part);
    }
  }

  void visit(BlockId block) {
    const ir::Block &code = parts_.function().blocks[block];
    PartSet live = liveness_.atEnd(block);
    const Instruction &last = code.instructions.back();
    for (const ir::Target &target : last.targets) visitEdge(target, code.handler);
    for (size_t i = code.instructions.size(); i-- > 0;) {
      visit(code.instructions[i], live);
      liveness_.stepBack(code.instructions[i], live);
    }
  }

  /// An argument goes to the block for good; what the block or the handler still needs must not lie in it.
  void visitEdge(const ir::Target &target, BlockId handler) {
    PartSet live = liveness_.atBegin(target.block);
    if (handler != ir::kNoBlock) live.addAll(liveness_.atBegin(handler));
    PartSet arguments(parts_.size());
    forEachArgument(target, parts_, [&](PartId part) { arguments.add(part); });
    arguments.forEach([&](PartId part) {
      if (parts_[part].kind == Part::Kind::Owned && !live.has(part)) keepOnTheirOwn(part, live);
    });
  }

  void visit(const Instruction &instruction, const PartSet &live) {
    PartSet needed = live; // behind it, or while it runs
    forEachUse(instruction, parts_, module_, [&](PartId part, bool takes) {
      if (!takes) needed.add(part);
    });
    forEachUse(instruction, parts_, module_, [&](PartId part, bool takes) {
      if (takes && parts_[part].kind == Part::Kind::Owned && !live.has(part)) keepOnTheirOwn(part, needed);
    });
  }

  /// The object of `part` is given up where `live` is needed.
  void keepOnTheirOwn(PartId part, const PartSet &live) {
    for (PartId seen : kept_[part]) {
      if (!live.has(seen) || retained_[seen]) continue;
      parts_[seen].kind = Part::Kind::Owned;
      retained_[seen] = true;
      changed_ = true;
    }
  }

  CountedParts &parts_;
  const Module &module_;
  std::vector<bool> &retained_;
  std::vector<PartId> keepers_;
  std::vector<std::vector<PartId>> kept_; ///< by keeper
  PartLiveness liveness_;
  bool changed_ = false;
};

} // namespace

std::vector<PartId> findKeepers(CountedParts &parts, const ir::Dominance &dominance, const Module &module,
                                std::vector<bool> &retained) {
  return KeeperSearch(parts, dominance, module, retained).take();
}

} // namespace flow::ownership
