#pragma once
// Where parts are still needed.

#include "compiler/ownership/PartSet.h"

namespace flow::ownership {

/// Calls `visit(part, takes)` for each use that the instruction makes of a counted part, its targets' arguments aside.
template <typename Visit>
void forEachUse(const Instruction &instruction, const CountedParts &parts, const Module &module, Visit &&visit);
/// The same for the arguments of a target, which are taken.
template <typename Visit> void forEachArgument(const ir::Target &target, const CountedParts &parts, Visit &&visit);

class PartLiveness {
public:
  /// `standsFor`: by part, the one that its uses are uses of; kNoPart: of none.
  PartLiveness(const CountedParts &parts, const ir::Dominance &dominance, const Module &module,
               std::vector<PartId> standsFor);

  /// Needed when the block begins, its parameters aside.
  const PartSet &atBegin(BlockId block) const { return begins_[block]; }
  /// Needed behind the terminator by any block that follows, as an argument too, or by the handler.
  PartSet atEnd(BlockId block) const;
  /// From behind the instruction to before it. A part that it makes is not needed before.
  void stepBack(const Instruction &instruction, PartSet &live) const;
  PartId standsFor(PartId part) const { return standsFor_[part]; }

private:
  void addUse(PartSet &live, PartId part) const {
    if (PartId used = standsFor_[part]; used != kNoPart) live.add(used);
  }
  PartSet computed(BlockId block) const;

  const CountedParts &parts_;
  const Module &module_;
  std::vector<PartId> standsFor_;
  std::vector<PartSet> begins_; ///< by block
};

} // namespace flow::ownership

#include "compiler/ownership/Ownership.h"

namespace flow::ownership {

template <typename Visit>
void forEachUse(const Instruction &instruction, const CountedParts &parts, const Module &module, Visit &&visit) {
  if (looksAtNothing(instruction.op)) return;
  for (size_t i = 0; i < instruction.operands.size(); ++i)
    for (PartId part : parts.of(instruction.operands[i]))
      if (part != kNoPart) visit(part, takesOperand(instruction, i, module));
}

template <typename Visit> void forEachArgument(const ir::Target &target, const CountedParts &parts, Visit &&visit) {
  for (ValueId argument : target.arguments)
    for (PartId part : parts.of(argument))
      if (part != kNoPart) visit(part);
}

} // namespace flow::ownership
