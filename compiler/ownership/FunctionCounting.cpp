#include "compiler/ownership/FunctionCounting.h"

#include "compiler/ir/OpTyping.h"
#include "compiler/ownership/Projections.h"
#include "compiler/ownership/SlotLiveness.h"

#include <algorithm>
#include <map>

namespace flow::ownership {

using ir::Block;
using ir::kNoBlock;
using ir::Op;

namespace {

/// Instructions in their order, with what it takes to name parts.
class Sequence {
public:
  explicit Sequence(Function &function) : function_(function) {}

  void add(Instruction instruction) { instructions_.push_back(std::move(instruction)); }
  ValueId add(Op op, const Type *type, std::vector<ValueId> operands, uint32_t index = 0) {
    Instruction instruction;
    instruction.op = op;
    instruction.type = type;
    instruction.operands = std::move(operands);
    instruction.index = index;
    if (type) instruction.result = function_.newValue(type);
    ValueId result = instruction.result;
    add(std::move(instruction));
    return result;
  }
  /// A value that is the part alone.
  ValueId valueOf(const Part &part) {
    ValueId value = part.value;
    for (const PartStep &step : wayToPart(function_.valueTypes[value], part.index))
      value = add(step.op, step.type, {value}, step.field);
    return value;
  }
  void retain(const Part &part, ValueId guard = ir::kNoValue) {
    add(Op::Retain, nullptr, {valueOf(part)});
    instructions_.back().guard = guard;
  }
  void release(const Part &part) { add(Op::Release, nullptr, {valueOf(part)}); }
  std::vector<Instruction> take() { return std::move(instructions_); }
  bool isEmpty() const { return instructions_.empty(); }

private:
  Function &function_;
  std::vector<Instruction> instructions_;
};

class FunctionCounting {
public:
  FunctionCounting(Function &function, const Module &module, const CountingOptions &options)
      : function_(function), module_(module), options_(options), dominance_(function), parts_(function, dominance_),
        keepers_(findKeepers(parts_, dominance_, module, retained_)), liveness_(parts_, dominance_, module, keepers_),
        slots_(function, dominance_), begins_(function.blocks.size(), Sequence(function)) {}

  void run() {
    auto count = static_cast<BlockId>(function_.blocks.size()); // edges add blocks
    for (BlockId block = 0; block < count; ++block) visit(block);
    for (BlockId block = 0; block < count; ++block) {
      std::vector<Instruction> begin = begins_[block].take();
      auto &instructions = function_.blocks[block].instructions;
      instructions.insert(instructions.begin(), std::make_move_iterator(begin.begin()),
                          std::make_move_iterator(begin.end()));
    }
  }

private:
  using Counts = std::map<PartId, int>;
  struct Uses {
    Counts taken;
    std::vector<PartId> lookedAt; ///< keepers of what is looked at
  };

  void visit(BlockId block);
  void visit(const Instruction &instruction, BlockId block, const PartSet &live, const std::vector<bool> &slots);
  std::vector<bool> findMoves(BlockId block, std::vector<Instruction> &instructions) const;
  Uses usesOf(const Instruction &instruction) const;
  void beforeInstruction(const Uses &uses, const PartSet &live, ValueId guard, Sequence &before) const;
  void afterInstruction(const Instruction &instruction, const Uses &uses, const PartSet &live, Sequence &after) const;
  std::vector<PartId> dying(const Uses &uses, const PartSet &live) const;
  void visitSlots(Instruction &instruction, const std::vector<bool> &slots, Sequence &before, Sequence &after) const;
  bool isKept(const Instruction &instruction, BlockId block) const;
  void addCleanup(Instruction &instruction, BlockId block, const Uses &uses, const PartSet &live,
                  Sequence &before) const;
  void releaseSlots(Sequence &before) const;
  void releaseUnusedParameters(BlockId block, const PartSet &live);
  void visitEdges(Instruction &terminator, const PartSet &end, Sequence &before);
  Sequence onEdge(const ir::Target &target, const PartSet &end) const;
  void splitEdge(ir::Target &target, Sequence actions);
  bool isOwned(PartId part) const { return parts_[part].kind == Part::Kind::Owned; }

  Function &function_;
  const Module &module_;
  CountingOptions options_;
  ir::Dominance dominance_;
  CountedParts parts_;
  std::vector<bool> retained_; ///< by part: seen in an object, and gets a user of its own
  std::vector<PartId> keepers_;
  PartLiveness liveness_;
  SlotLiveness slots_;
  std::vector<Sequence> begins_;      ///< by block: what comes before all else
  std::vector<Instruction> reversed_; ///< of the block at hand
};

/// An operation that a guard may skip takes nothing then: what it takes it gets as further users, under the guard.
FunctionCounting::Uses FunctionCounting::usesOf(const Instruction &instruction) const {
  Uses uses;
  bool isGuarded = instruction.guard != ir::kNoValue;
  forEachUse(instruction, parts_, module_, [&](PartId part, bool takes) {
    if (takes) ++uses.taken[part];
    bool isOwnKeeper = keepers_[part] == part;
    if ((!takes || isGuarded || !isOwnKeeper) && keepers_[part] != kNoPart) uses.lookedAt.push_back(keepers_[part]);
  });
  std::ranges::sort(uses.lookedAt);
  uses.lookedAt.erase(std::unique(uses.lookedAt.begin(), uses.lookedAt.end()), uses.lookedAt.end());
  return uses;
}

/// What is taken and still needed, or not ours to give, gets another user.
void FunctionCounting::beforeInstruction(const Uses &uses, const PartSet &live, ValueId guard,
                                         Sequence &before) const {
  for (auto [part, count] : uses.taken) {
    bool isLookedAt = std::ranges::binary_search(uses.lookedAt, part);
    bool moves = isOwned(part) && !live.has(part) && !isLookedAt;
    for (int i = moves ? 1 : 0; i < count; ++i) before.retain(parts_[part], guard);
  }
}

/// What the instruction looks at for the last time.
std::vector<PartId> FunctionCounting::dying(const Uses &uses, const PartSet &live) const {
  std::vector<PartId> result;
  for (PartId part : uses.lookedAt)
    if (!live.has(part)) result.push_back(part);
  return result;
}

void FunctionCounting::afterInstruction(const Instruction &instruction, const Uses &uses, const PartSet &live,
                                        Sequence &after) const {
  bool isChosen = instruction.op == Op::Select;
  ir::OpResult kind = ir::resultOf(instruction.op);
  if (instruction.type && (kind == ir::OpResult::Made || kind == ir::OpResult::Seen))
    for (PartId part : parts_.of(instruction.result)) {
      bool getsUser = isChosen || retained_[part];
      if (getsUser && live.has(part)) after.retain(parts_[part]);
      if (!getsUser && isOwned(part) && !live.has(part)) after.release(parts_[part]);
    }
  for (PartId part : dying(uses, live)) after.release(parts_[part]);
}

/// A load moves out of its slot when that is not read again before it is set; else it makes another user. A store gives
/// back what was there.
void FunctionCounting::visitSlots(Instruction &instruction, const std::vector<bool> &slots, Sequence &before,
                                  Sequence &after) const {
  if (instruction.op != Op::Load && instruction.op != Op::Store) return;
  const Type *type = function_.slots[instruction.index].type;
  if (!types::isCounted(type)) return;
  if (instruction.op == Op::Store) {
    ValueId old = before.add(Op::Load, type, {}, instruction.index);
    after.add(Op::Release, nullptr, {old});
    return;
  }
  if (slots[instruction.index])
    after.add(Op::Retain, nullptr, {instruction.result});
  else
    after.add(Op::Store, nullptr, {after.add(Op::Const, type, {})}, instruction.index);
}

/// By instruction: it loads what one operation then changes before it is stored again, and nothing else may fail
/// meanwhile. A handler that reads the slot needs no second user: the operation that fails puts back what it had.
std::vector<bool> FunctionCounting::findMoves(BlockId block, std::vector<Instruction> &instructions) const {
  std::vector<bool> moves(instructions.size());
  if (function_.blocks[block].handler == kNoBlock) return moves;
  Instruction *load = nullptr, *failing = nullptr;
  for (Instruction &instruction : instructions) {
    if (instruction.op == Op::Load && types::isCounted(function_.slots[instruction.index].type)) {
      load = &instruction;
      failing = nullptr;
    } else if (load && instruction.op == Op::Store && instruction.index == load->index) {
      bool isOne = failing && ir::changesOperand(failing->op) && failing->guard == ir::kNoValue &&
                   failing->operands[0] == load->result;
      if (isOne) {
        failing->restoredSlot = load->index;
        moves[static_cast<size_t>(load - instructions.data())] = true;
      }
      load = nullptr;
    } else if (load && isKept(instruction, block)) {
      if (failing) load = nullptr;
      failing = &instruction;
    }
  }
  return moves;
}

/// Whether somebody goes on when the instruction fails.
bool FunctionCounting::isKept(const Instruction &instruction, BlockId block) const {
  bool fails = ir::canFail(instruction, function_, &module_) || ir::takesMemory(instruction.op) ||
               instruction.op == Op::Call || instruction.op == Op::RunPlan;
  return fails && !ir::isTerminator(instruction.op) &&
         (options_.mayBeCaught || function_.blocks[block].handler != kNoBlock);
}

void FunctionCounting::addCleanup(Instruction &instruction, BlockId block, const Uses &uses, const PartSet &live,
                                  Sequence &before) const {
  BlockId handler = function_.blocks[block].handler;
  auto isNeededThere = [&](PartId part) { return handler != kNoBlock && liveness_.atBegin(handler).has(part); };
  std::vector<PartId> given;
  PartSet held = live;
  if (instruction.type)
    for (PartId part : parts_.of(instruction.result))
      if (part != kNoPart && parts_[part].value == instruction.result) held.remove(part);
  for (PartId part : dying(uses, live)) held.add(part);
  held.forEach([&](PartId part) {
    if (!isNeededThere(part)) given.push_back(part);
  });
  if (!givesUpOnFailure(instruction))
    for (auto [part, count] : uses.taken) given.insert(given.end(), static_cast<size_t>(count), part);
  if (instruction.restoredSlot != ir::kNoSlot) // its own user goes back
    given.erase(std::ranges::find(given, parts_.of(instruction.operands[0])[0]));
  for (PartId part : given) instruction.cleanup.push_back(before.valueOf(parts_[part]));
  if (handler != kNoBlock) return;
  for (uint32_t slot = 0; slot < function_.slots.size(); ++slot)
    if (types::isCounted(function_.slots[slot].type))
      instruction.cleanup.push_back(before.add(Op::Load, function_.slots[slot].type, {}, slot));
}

void FunctionCounting::releaseSlots(Sequence &before) const {
  for (uint32_t slot = 0; slot < function_.slots.size(); ++slot) {
    const Type *type = function_.slots[slot].type;
    if (types::isCounted(type)) before.add(Op::Release, nullptr, {before.add(Op::Load, type, {}, slot)});
  }
}

void FunctionCounting::visit(const Instruction &original, BlockId block, const PartSet &live,
                             const std::vector<bool> &slots) {
  Sequence before(function_), after(function_);
  Instruction instruction = original;
  Uses uses = usesOf(instruction);
  beforeInstruction(uses, live, instruction.guard, before);
  if (isKept(instruction, block)) addCleanup(instruction, block, uses, live, before);
  visitSlots(instruction, slots, before, after);
  if (ir::isTerminator(instruction.op)) {
    visitEdges(instruction, live, before);
    for (PartId part : dying(uses, live)) before.release(parts_[part]);
    bool leaves = instruction.op == Op::Return || (instruction.op == Op::Fail && options_.mayBeCaught &&
                                                   function_.blocks[block].handler == kNoBlock);
    if (leaves) releaseSlots(before);
  } else {
    afterInstruction(instruction, uses, live, after);
  }
  std::vector<Instruction> following = after.take(), preceding = before.take();
  std::move(following.rbegin(), following.rend(), std::back_inserter(reversed_));
  reversed_.push_back(std::move(instruction));
  std::move(preceding.rbegin(), preceding.rend(), std::back_inserter(reversed_));
}

void FunctionCounting::visit(BlockId block) {
  reversed_.clear();
  PartSet live = liveness_.atEnd(block);
  std::vector<bool> slots = slots_.atEnd(block);
  std::vector<Instruction> original = std::move(function_.blocks[block].instructions);
  std::vector<bool> moves = findMoves(block, original);
  for (size_t i = original.size(); i-- > 0;) {
    std::vector<bool> readLater = slots;
    if (moves[i]) readLater[original[i].index] = false;
    visit(original[i], block, live, readLater);
    liveness_.stepBack(original[i], live);
    slots_.stepBack(original[i], function_.blocks[block].handler, slots);
  }
  function_.blocks[block].instructions.assign(std::make_move_iterator(reversed_.rbegin()),
                                              std::make_move_iterator(reversed_.rend()));
  releaseUnusedParameters(block, live);
}

void FunctionCounting::releaseUnusedParameters(BlockId block, const PartSet &live) {
  auto visitParameter = [&](ValueId value) {
    for (PartId part : parts_.of(value))
      if (isOwned(part) && !live.has(part)) begins_[block].release(parts_[part]);
  };
  for (const ir::BlockParameter &parameter : function_.blocks[block].parameters) visitParameter(parameter.value);
  if (block == 0)
    for (ValueId i = 0; i < function_.parameters.size(); ++i) visitParameter(i);
}

/// What has to happen on the way to a target. `end`: all that some way out of the block needs.
Sequence FunctionCounting::onEdge(const ir::Target &target, const PartSet &end) const {
  const PartSet &needed = liveness_.atBegin(target.block);
  Counts taken;
  forEachArgument(target, parts_, [&](PartId part) { ++taken[part]; });
  Sequence actions(function_);
  for (auto [part, count] : taken)
    for (int i = isOwned(part) && !needed.has(part) ? 1 : 0; i < count; ++i) actions.retain(parts_[part]);
  end.forEach([&](PartId part) {
    if (!needed.has(part) && !taken.contains(part)) actions.release(parts_[part]);
  });
  return actions;
}

void FunctionCounting::splitEdge(ir::Target &target, Sequence actions) {
  Block between;
  between.handler = kNoBlock; // nothing in it fails
  between.instructions = actions.take();
  Instruction jump;
  jump.op = Op::Jump;
  jump.targets = {std::move(target)};
  between.instructions.push_back(std::move(jump));
  target = {static_cast<BlockId>(function_.blocks.size()), {}};
  function_.blocks.push_back(std::move(between));
}

/// `end`: what is needed behind the terminator.
void FunctionCounting::visitEdges(Instruction &terminator, const PartSet &end, Sequence &before) {
  if (terminator.targets.size() == 1) {
    for (Instruction &action : onEdge(terminator.targets[0], end).take()) before.add(std::move(action));
    return;
  }
  for (ir::Target &target : terminator.targets) {
    Sequence actions = onEdge(target, end);
    if (actions.isEmpty()) continue;
    if (dominance_.predecessors(target.block).size() != 1) {
      splitEdge(target, std::move(actions));
      continue;
    }
    for (Instruction &action : actions.take()) begins_[target.block].add(std::move(action));
  }
}

} // namespace

/// A return cannot fail: in a block of its own without a handler, so that what the handler needs ends before it.
static void separateReturns(Function &function) {
  auto count = static_cast<BlockId>(function.blocks.size());
  for (BlockId block = 0; block < count; ++block) {
    if (function.blocks[block].handler == kNoBlock || function.blocks[block].instructions.back().op != Op::Return)
      continue;
    Block leaving;
    leaving.instructions.push_back(std::move(function.blocks[block].instructions.back()));
    Instruction &jump = function.blocks[block].instructions.back() = {};
    jump.op = Op::Jump;
    jump.targets = {{static_cast<BlockId>(function.blocks.size()), {}}};
    function.blocks.push_back(std::move(leaving));
  }
}

void countFunction(Function &function, const Module &module, const CountingOptions &options) {
  separateReturns(function);
  FunctionCounting(function, module, options).run();
}

} // namespace flow::ownership
