#include "compiler/opt/HoistLookups.h"

#include "compiler/ir/OpTyping.h"
#include "compiler/opt/DeadCode.h"
#include "compiler/opt/LoopLengths.h"
#include "compiler/opt/ValueReplacement.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace flow::opt {

using ir::BlockId;
using ir::Function;
using ir::Instruction;
using ir::kNoBlock;
using ir::kNoValue;
using ir::Op;
using ir::Type;
using ir::ValueId;

namespace {

/// An index expression is short; what is longer stays in the loop, so that this takes linear time.
constexpr int kDeepest = 8;

Instruction instructionOf(Op op, const Type *type, std::vector<ValueId> operands) {
  Instruction instruction;
  instruction.op = op;
  instruction.type = type;
  instruction.operands = std::move(operands);
  return instruction;
}

bool looksUp(const Instruction &instruction) {
  return instruction.op == Op::ListGet || instruction.op == Op::ListSet || instruction.op == Op::ListLength;
}

/// Where an instruction is, or in which block a parameter.
constexpr uint32_t kParameter = UINT32_MAX;
struct Place {
  BlockId block = 0;
  uint32_t index = kParameter;
};

/// What comes before the instruction at a place.
struct Insertion {
  Place place;
  size_t number; ///< those of one place keep their order
  Instruction instruction;
};

class LookupHoisting {
public:
  LookupHoisting(Function &function, const Type *i64);
  void run();

private:
  void note(BlockId block);
  void hoistFrom(const ir::Loop &loop);
  void visit(Place place, Instruction &instruction);
  void splitLookup(Place place, Instruction &lookup);
  void replace(Instruction &instruction, ValueId by);
  ValueId before(ValueId value, int depth = 0);
  ValueId computedBefore(const Instruction &instruction, int depth);
  ValueId sumBefore(const Instruction &instruction, int depth);
  ValueId elementBefore(const Instruction &lookup, int depth);
  ValueId lengthBefore(ValueId list, int depth = 0);
  ValueId read(Op op, const Type *type, ValueId list, ValueId index);
  ValueId hoist(Instruction instruction);
  void insertChecks();

  bool isInLoop(ValueId value) const { return loopOf_[places_[value].block] == loop_->head; }
  const Instruction *definition(ValueId value) const {
    Place place = places_[value];
    return place.index == kParameter ? nullptr : &function_.blocks[place.block].instructions[place.index];
  }

  Function &function_;
  const Type *i64_;
  std::vector<Place> places_; ///< by value
  ValueReplacement replacement_;
  std::vector<Insertion> checks_;

  // ---- of the loop at hand
  const ir::Loop *loop_ = nullptr;
  const LoopLengths *lengths_ = nullptr;
  std::vector<BlockId> loopOf_;   ///< by block: the head of the last loop that has it
  std::vector<BlockId> storedIn_; ///< by slot: the head of the last loop that sets it
  std::vector<Instruction> hoisted_;
  std::unordered_map<ValueId, ValueId> before_;             ///< by value of the loop: the same before it, or kNoValue
  std::map<std::pair<ValueId, ValueId>, ValueId> elements_; ///< by list and index, kNoValue for the length
};

LookupHoisting::LookupHoisting(Function &function, const Type *i64)
    : function_(function), i64_(i64), places_(function.valueTypes.size()), replacement_(function.valueTypes.size()),
      loopOf_(function.blocks.size(), kNoBlock), storedIn_(function.slots.size(), kNoBlock) {
  for (BlockId block = 0; block < function.blocks.size(); ++block) {
    for (const ir::BlockParameter &parameter : function.blocks[block].parameters)
      places_[parameter.value] = {block, kParameter};
    note(block);
  }
}

/// Where the instructions of a block are now.
void LookupHoisting::note(BlockId block) {
  const auto &instructions = function_.blocks[block].instructions;
  for (uint32_t i = 0; i < instructions.size(); ++i)
    if (instructions[i].type) places_[instructions[i].result] = {block, i};
}

/// Inner loops first: what they have before them is in the outer one, and goes on from there.
void LookupHoisting::run() {
  for (const ir::Loop &loop : ir::findLoops(function_, ir::Dominance(function_)))
    if (loop.before != kNoBlock) hoistFrom(loop);
  replacement_.apply(function_);
  for (Insertion &check : checks_) replacement_.apply(check.instruction);
  insertChecks();
}

void LookupHoisting::hoistFrom(const ir::Loop &loop) {
  loop_ = &loop;
  before_.clear();
  elements_.clear();
  for (BlockId block : loop.blocks) {
    loopOf_[block] = loop.head;
    for (const Instruction &instruction : function_.blocks[block].instructions)
      if (instruction.op == Op::Store) storedIn_[instruction.index] = loop.head;
  }
  LoopLengths lengths(function_, loop);
  lengths_ = &lengths;
  for (BlockId block : loop.blocks) {
    auto &instructions = function_.blocks[block].instructions;
    for (uint32_t i = 0; i < instructions.size(); ++i) visit({block, i}, instructions[i]);
  }
  auto &instructions = function_.blocks[loop.before].instructions;
  instructions.insert(instructions.end() - 1, std::make_move_iterator(hoisted_.begin()),
                      std::make_move_iterator(hoisted_.end()));
  hoisted_.clear();
  note(loop.before);
}

void LookupHoisting::visit(Place place, Instruction &instruction) {
  if (instruction.guard != kNoValue || instruction.isInside) return;
  switch (instruction.op) {
  case Op::ListLength: replace(instruction, lengthBefore(instruction.operands[0])); return;
  case Op::ListPeek: replace(instruction, elementBefore(instruction, 0)); return;
  case Op::ListGet:
  case Op::ListSet:
  case Op::ListTake:
  case Op::ListSwap: splitLookup(place, instruction); return;
  default: return;
  }
}

/// The instruction itself is dead then.
void LookupHoisting::replace(Instruction &instruction, ValueId by) {
  if (by != kNoValue) replacement_.replace(instruction.result, by);
}

void LookupHoisting::splitLookup(Place place, Instruction &lookup) {
  ValueId length = lengthBefore(lookup.operands[0]);
  if (length == kNoValue) return;
  auto check = [&](ValueId index) {
    Instruction result = instructionOf(Op::CheckIndex, nullptr, {index, length});
    result.site = lookup.site;
    return result;
  };
  ValueId element = lookup.op == Op::ListGet ? elementBefore(lookup, 0) : kNoValue;
  if (element != kNoValue) {
    replace(lookup, element);
    lookup = check(lookup.operands[1]);
    return;
  }
  checks_.push_back({place, checks_.size(), check(lookup.operands[1])});
  if (lookup.op == Op::ListSwap) checks_.push_back({place, checks_.size(), check(lookup.operands[2])});
  lookup.isInside = true;
  if (!ir::takesMemory(lookup.op)) lookup.site = 0;
}

/// The value as it is known before the loop, where it is computed if need be; kNoValue: it is not the same all the
/// time, or computing it may fail.
ValueId LookupHoisting::before(ValueId value, int depth) {
  value = replacement_.resolve(value);
  if (!isInLoop(value)) return value;
  auto [at, isNew] = before_.try_emplace(value, kNoValue);
  if (!isNew) return at->second;
  const Instruction *made = definition(value);
  if (!made || made->guard != kNoValue || depth == kDeepest) return kNoValue;
  ValueId result = computedBefore(*made, depth + 1);
  return before_[value] = result;
}

ValueId LookupHoisting::computedBefore(const Instruction &instruction, int depth) {
  Instruction copy = instruction;
  switch (instruction.op) {
  case Op::ListLength: return lengthBefore(instruction.operands[0], depth);
  case Op::ListGet:
  case Op::ListPeek: return elementBefore(instruction, depth);
  case Op::Add:
  case Op::Subtract: return sumBefore(instruction, depth);
  case Op::Load:
    if (storedIn_[instruction.index] == loop_->head || types::isCounted(instruction.type)) return kNoValue;
    return hoist(std::move(copy));
  case Op::Const:
  case Op::Field:
  case Op::Get:
  case Op::Convert:
  case Op::Reinterpret:
  case Op::AddWrapped:
  case Op::SubtractWrapped:
  case Op::MultiplyWrapped:
    for (ValueId &operand : copy.operands) {
      operand = before(operand, depth);
      if (operand == kNoValue) return kNoValue;
    }
    return hoist(std::move(copy));
  default: return kNoValue;
  }
}

/// The sum is looked at behind the one that is checked, which stays where it is.
ValueId LookupHoisting::sumBefore(const Instruction &instruction, int depth) {
  const Type *type = instruction.type;
  if (!type->isInt()) return kNoValue;
  ValueId left = before(instruction.operands[0], depth), right = kNoValue;
  if (left == kNoValue) return kNoValue;
  if (instruction.op == Op::Add) {
    right = before(instruction.operands[1], depth);
  } else {
    const Instruction *made = definition(replacement_.resolve(instruction.operands[1]));
    const auto *subtracted = made && made->op == Op::Const ? std::get_if<__int128>(&made->constant) : nullptr;
    if (!subtracted || -*subtracted < ir::integerRange(type).least || -*subtracted > ir::integerRange(type).greatest)
      return kNoValue;
    Instruction constant = instructionOf(Op::Const, type, {});
    constant.constant = -*subtracted;
    right = hoist(std::move(constant));
  }
  return right == kNoValue ? kNoValue : hoist(instructionOf(Op::AddWrapped, type, {left, right}));
}

ValueId LookupHoisting::elementBefore(const Instruction &lookup, int depth) {
  ValueId list = before(lookup.operands[0], depth);
  ValueId index = list == kNoValue ? kNoValue : before(lookup.operands[1], depth);
  return index == kNoValue ? kNoValue : read(Op::ListPeek, lookup.type, list, index);
}

/// kNoValue: it may change.
ValueId LookupHoisting::lengthBefore(ValueId list, int depth) {
  ValueId same = before(list, depth);
  if (same == kNoValue) same = replacement_.resolve(lengths_->sameBefore(replacement_.resolve(list)));
  return same == kNoValue ? kNoValue : read(Op::ListLength, i64_, same, kNoValue);
}

ValueId LookupHoisting::read(Op op, const Type *type, ValueId list, ValueId index) {
  auto [at, isNew] = elements_.try_emplace({list, index}, kNoValue);
  if (!isNew) return at->second;
  std::vector<ValueId> operands{list};
  if (index != kNoValue) operands.push_back(index);
  return at->second = hoist(instructionOf(op, type, std::move(operands)));
}

ValueId LookupHoisting::hoist(Instruction instruction) {
  instruction.result = function_.newValue(instruction.type);
  places_.push_back({loop_->before, kParameter}); // until it is there
  hoisted_.push_back(std::move(instruction));
  return hoisted_.back().result;
}

void LookupHoisting::insertChecks() {
  std::ranges::sort(checks_, {}, [](const Insertion &check) {
    return std::tuple(check.place.block, check.place.index, check.number);
  });
  size_t end = checks_.size();
  while (end > 0) {
    BlockId block = checks_[end - 1].place.block;
    size_t begin = end;
    while (begin > 0 && checks_[begin - 1].place.block == block) --begin;
    auto &instructions = function_.blocks[block].instructions;
    std::vector<Instruction> merged;
    size_t next = begin;
    for (uint32_t i = 0; i < instructions.size(); ++i) {
      for (; next < end && checks_[next].place.index == i; ++next)
        merged.push_back(std::move(checks_[next].instruction));
      merged.push_back(std::move(instructions[i]));
    }
    instructions = std::move(merged);
    end = begin;
  }
}

} // namespace

void hoistLookups(Program program) {
  for (Function &function : program.module.functions) {
    bool isConcerned = function.kind != ir::FunctionKind::Stage && function.blocks.size() > 1 &&
                       std::ranges::any_of(function.blocks, [](const ir::Block &block) {
                         return std::ranges::any_of(block.instructions, looksUp);
                       });
    if (!isConcerned) continue;
    LookupHoisting(function, program.module.types->i64()).run();
    removeDeadCode(function, program.module);
  }
}

} // namespace flow::opt
