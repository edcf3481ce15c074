#include "compiler/ownership/SoleUsers.h"

#include "compiler/ownership/CountedParts.h"
#include "compiler/ownership/Ownership.h"

#include <algorithm>

namespace flow::ownership {

using ir::Op;

namespace {

class SoleUserSearch {
public:
  explicit SoleUserSearch(Function &function)
      : function_(function), dominance_(function), parts_(function, dominance_), isSole_(parts_.size()),
        sources_(parts_.size()) {
    findMade();
    findSources();
  }

  /// Lists that loops change become their own before.
  void addOwns();
  void mark();

private:
  /// Where a parameter of a block comes from.
  struct Source {
    BlockId from;
    size_t target, argument;
    bool isBack; ///< a jump backwards to a loop's head
  };

  void findMade();
  void findSources();
  void solve(bool assumeEntries);
  bool isSoleArgument(const Source &source, bool assumeEntries) const;
  std::vector<bool> findNeeded() const;
  /// Of a value that is a list, or of the list that an operation gives with something else; kNoPart: of a constant.
  PartId listOf(ValueId value) const { return parts_.of(value).empty() ? kNoPart : parts_.of(value)[0]; }
  const ir::Target &targetOf(const Source &source) const {
    return function_.blocks[source.from].instructions.back().targets[source.target];
  }

  Function &function_;
  ir::Dominance dominance_;
  CountedParts parts_;
  std::vector<bool> isMade_, isRetained_;
  std::vector<bool> isSole_;
  std::vector<std::vector<Source>> sources_; ///< by part that is a parameter of a block
};

void SoleUserSearch::findMade() {
  isMade_.assign(parts_.size(), false);
  isRetained_.assign(parts_.size(), false);
  for (BlockId block : dominance_.reversePostorder())
    for (const Instruction &instruction : function_.blocks[block].instructions) {
      if (instruction.op == Op::Retain)
        for (PartId part : parts_.of(instruction.operands[0]))
          if (part != kNoPart) isRetained_[part] = true;
      bool gives = ir::givesOwnList(instruction.op) && instruction.guard == ir::kNoValue;
      if (PartId list = gives ? listOf(instruction.result) : kNoPart; list != kNoPart) isMade_[list] = true;
    }
}

void SoleUserSearch::findSources() {
  for (BlockId block : dominance_.reversePostorder()) {
    const auto &targets = function_.blocks[block].instructions.back().targets;
    for (size_t t = 0; t < targets.size(); ++t) {
      const auto &parameters = function_.blocks[targets[t].block].parameters;
      bool isBack = dominance_.dominates(targets[t].block, block);
      for (size_t i = 0; i < parameters.size(); ++i)
        if (parameters[i].type->is(types::TypeKind::List))
          sources_[listOf(parameters[i].value)].push_back({block, t, i, isBack});
    }
  }
}

bool SoleUserSearch::isSoleArgument(const Source &source, bool assumeEntries) const {
  PartId part = listOf(targetOf(source).arguments[source.argument]);
  if (part == kNoPart || isSole_[part]) return true;
  return assumeEntries && !source.isBack;
}

void SoleUserSearch::solve(bool assumeEntries) {
  for (PartId part = 0; part < parts_.size(); ++part)
    isSole_[part] = !isRetained_[part] && (isMade_[part] || !sources_[part].empty());
  for (bool changed = true; changed;) {
    changed = false;
    for (PartId part = 0; part < parts_.size(); ++part) {
      if (!isSole_[part] || sources_[part].empty()) continue;
      bool isLoop = std::ranges::any_of(sources_[part], &Source::isBack);
      for (const Source &source : sources_[part])
        if (!isSoleArgument(source, assumeEntries && isLoop)) isSole_[part] = false;
      changed |= !isSole_[part];
    }
  }
}

/// By part: on the way to a change.
std::vector<bool> SoleUserSearch::findNeeded() const {
  std::vector<bool> needed(parts_.size());
  std::vector<PartId> pending;
  auto need = [&](ValueId value) {
    PartId part = listOf(value);
    if (part == kNoPart || needed[part]) return;
    needed[part] = true;
    pending.push_back(part);
  };
  for (const ir::Block &block : function_.blocks)
    for (const Instruction &instruction : block.instructions)
      if (ir::changesListInPlace(instruction.op)) need(instruction.operands[0]);
  while (!pending.empty()) {
    PartId part = pending.back();
    pending.pop_back();
    for (const Source &source : sources_[part]) need(targetOf(source).arguments[source.argument]);
  }
  return needed;
}

void SoleUserSearch::addOwns() {
  solve(/*assumeEntries=*/true);
  std::vector<bool> needed = findNeeded();
  for (PartId part = 0; part < needed.size(); ++part) {
    bool isLoop = std::ranges::any_of(sources_[part], &Source::isBack);
    if (!isLoop || !isSole_[part] || !needed[part]) continue;
    for (const Source &source : sources_[part]) {
      auto &instructions = function_.blocks[source.from].instructions;
      bool isSingle = instructions.back().targets.size() == 1;
      // Of an outer loop's list the same is done there.
      if (source.isBack || isSoleArgument(source, false) || !isSingle) continue;
      ir::Target &target = instructions.back().targets[0];
      Instruction own;
      own.op = Op::ListOwn;
      own.operands = {target.arguments[source.argument]};
      own.type = function_.valueTypes[own.operands[0]];
      own.result = target.arguments[source.argument] = function_.newValue(own.type);
      instructions.insert(instructions.end() - 1, std::move(own));
    }
  }
}

void SoleUserSearch::mark() {
  solve(/*assumeEntries=*/false);
  for (ir::Block &block : function_.blocks)
    for (Instruction &instruction : block.instructions) {
      if (!ir::changesListInPlace(instruction.op)) continue;
      PartId part = listOf(instruction.operands[0]);
      instruction.isSoleUser = part == kNoPart || isSole_[part];
    }
}

} // namespace

void markSoleUsers(Function &function, bool mayOwn) {
  if (mayOwn) SoleUserSearch(function).addOwns();
  SoleUserSearch(function).mark();
}

} // namespace flow::ownership
