#include "compiler/pipeline/DemandGuards.h"

#include "compiler/pipeline/Conditions.h"

#include <algorithm>
#include <unordered_map>

namespace flow::pipeline {

using namespace ir;

namespace {

class BlockGuards {
public:
  BlockGuards(Function &function, BlockId block) : function_(function), block_(block) {}
  void run();

private:
  enum class State : uint8_t { Waiting, Open, Placed };

  const std::vector<Instruction> &instructions() const { return function_.blocks[block_].instructions; }
  bool isSuitable() const;
  void findDefinitions();
  void findDemand();
  void demand(ValueId value, Condition condition);
  void demandResults(const std::vector<ValueId> &results);
  void demandOperands(const Instruction &instruction, Condition own);
  std::vector<bool> reachedFrom(BlockId start) const;
  bool returnsFrom(const std::vector<bool> &reached) const;
  void demandFromOutside();
  /// What the value, a bool, says about others of the block.
  Condition conditionOf(ValueId value);
  bool findGuards();
  void rewrite();
  /// Places the instruction behind what it needs; false when that needs the instruction itself.
  bool place(size_t at);
  bool placeDefinition(ValueId value);
  bool placeCondition(Condition condition, ValueId &value);
  ValueId emit(Op op, std::vector<ValueId> operands, const Type *type);

  Function &function_;
  BlockId block_;
  Conditions conditions_;
  std::unordered_map<ValueId, size_t> definitions_; ///< instructions of this block, by result
  std::unordered_map<ValueId, Condition> known_;
  std::vector<Condition> demand_;                   ///< by instruction: when its result is read
  std::vector<Condition> guards_;                   ///< by instruction: the new guard, or Always for none
  std::vector<State> states_;
  std::unordered_map<uint32_t, ValueId> made_; ///< conditions that were placed
  std::vector<Instruction> placed_;
};

bool BlockGuards::isSuitable() const {
  bool mayFail = false;
  for (const Instruction &instruction : instructions()) {
    if (instruction.op == Op::Load || instruction.op == Op::Store) return false;
    mayFail |= instruction.site != 0 && instruction.result != kNoValue;
  }
  return mayFail;
}

void BlockGuards::findDefinitions() {
  for (size_t i = 0; i < instructions().size(); ++i)
    if (instructions()[i].result != kNoValue) definitions_[instructions()[i].result] = i;
}

void BlockGuards::demand(ValueId value, Condition condition) {
  if (auto found = definitions_.find(value); found != definitions_.end())
    demand_[found->second] = conditions_.either(demand_[found->second], condition);
}

Condition BlockGuards::conditionOf(ValueId value) {
  if (auto known = known_.find(value); known != known_.end()) return known->second;
  auto found = definitions_.find(value);
  const Instruction *definition = found == definitions_.end() ? nullptr : &instructions()[found->second];
  if (definition && definition->op == Op::Const)
    return std::get<__int128>(definition->constant) != 0 ? Conditions::kAlways : Conditions::kNever;
  Op op = definition && !conditions_.areMany() ? definition->op : Op::Select;
  auto part = [&](size_t operand) { return conditionOf(definition->operands[operand]); };
  Condition condition = op == Op::Not   ? conditions_.opposite(part(0))
                        : op == Op::And ? conditions_.both(part(0), part(1))
                        : op == Op::Or  ? conditions_.either(part(0), part(1))
                                        : conditions_.holds(value);
  known_.emplace(value, condition);
  return condition;
}

void BlockGuards::demandOperands(const Instruction &instruction, Condition own) {
  if (instruction.guard != kNoValue) {
    demand(instruction.guard, own);
    own = conditions_.both(own, conditionOf(instruction.guard));
  }
  const std::vector<ValueId> &operands = instruction.operands;
  auto behind = [&](size_t operand, Condition condition) {
    demand(operands[operand], conditions_.both(own, condition));
  };
  switch (instruction.op) {
  case Op::Select:
    demand(operands[0], own);
    behind(1, conditionOf(operands[0]));
    behind(2, conditions_.opposite(conditionOf(operands[0])));
    return;
  case Op::And:
    demand(operands[0], own);
    return behind(1, conditionOf(operands[0]));
  case Op::Or:
    demand(operands[0], own);
    return behind(1, conditions_.opposite(conditionOf(operands[0])));
  case Op::MakeOptional:
    demand(operands[1], own);
    return behind(0, conditionOf(operands[1]));
  case Op::Return: return demandResults(operands);
  default:
    for (ValueId operand : operands) demand(operand, own);
  }
}

/// Of a stage: of rows that its filter drops nothing is read, and what is only accumulated for rows that count.
void BlockGuards::demandResults(const std::vector<ValueId> &results) {
  size_t firstAccumulated = results.size() - function_.accumulatedResults;
  Condition passes = function_.filters ? conditionOf(results[0]) : Conditions::kAlways;
  if (function_.filters) demand(results[0], Conditions::kAlways);
  for (size_t i = function_.filters ? 1 : 0; i < firstAccumulated; ++i) demand(results[i], passes);
  for (const abi::Accumulation &accumulation : function_.accumulations) {
    Condition counts = passes;
    if (accumulation.where) {
      ValueId where = results[firstAccumulated + *accumulation.where];
      demand(where, passes);
      counts = conditions_.both(passes, conditionOf(where));
    }
    if (accumulation.value) demand(results[firstAccumulated + *accumulation.value], counts);
  }
}

std::vector<bool> BlockGuards::reachedFrom(BlockId start) const {
  std::vector<bool> reached(function_.blocks.size());
  std::vector<BlockId> open{start};
  while (!open.empty()) {
    BlockId at = open.back();
    open.pop_back();
    if (reached[at]) continue;
    reached[at] = true;
    const Block &block = function_.blocks[at];
    if (block.handler != kNoBlock) open.push_back(block.handler);
    for (const Target &target : block.instructions.back().targets) open.push_back(target.block);
  }
  return reached;
}

bool BlockGuards::returnsFrom(const std::vector<bool> &reached) const {
  for (BlockId block = 0; block < reached.size(); ++block)
    if (reached[block] && function_.blocks[block].instructions.back().op == Op::Return) return true;
  return false;
}

/// What other blocks read: where only one way of the branch at the end leads there, behind its condition. Where the
/// other way always fails, without one: of several failures of a row the first counts.
void BlockGuards::demandFromOutside() {
  const Instruction &last = instructions().back();
  bool chooses = last.op == Op::Branch && last.targets[0].block != last.targets[1].block;
  Condition taken = chooses ? conditionOf(last.operands[0]) : Conditions::kAlways;
  std::vector<bool> first, second;
  if (chooses) first = reachedFrom(last.targets[0].block), second = reachedFrom(last.targets[1].block);
  chooses = chooses && returnsFrom(first) == returnsFrom(second);
  for (BlockId other = 0; other < function_.blocks.size(); ++other) {
    if (other == block_) continue;
    Condition condition = !chooses || first[other] == second[other] ? Conditions::kAlways
                          : first[other]                            ? taken
                                                                    : conditions_.opposite(taken);
    for (const Instruction &instruction : function_.blocks[other].instructions) {
      for (ValueId operand : instruction.operands) demand(operand, condition);
      if (instruction.guard != kNoValue) demand(instruction.guard, condition);
      for (const Target &target : instruction.targets)
        for (ValueId argument : target.arguments) demand(argument, condition);
    }
  }
}

void BlockGuards::findDemand() {
  demand_.assign(instructions().size(), Conditions::kNever);
  demandFromOutside();
  for (size_t i = instructions().size(); i-- > 0;) {
    const Instruction &instruction = instructions()[i];
    bool isRoot = instruction.result == kNoValue;
    demandOperands(instruction, isRoot ? Conditions::kAlways : demand_[i]);
    for (const Target &target : instruction.targets)
      for (ValueId argument : target.arguments) demand(argument, Conditions::kAlways);
  }
}

/// Whether some instruction gets another guard.
bool BlockGuards::findGuards() {
  guards_.assign(instructions().size(), Conditions::kAlways);
  bool found = false;
  for (size_t i = 0; i < instructions().size(); ++i) {
    const Instruction &instruction = instructions()[i];
    Condition demanded = demand_[i];
    if (instruction.site == 0 || instruction.result == kNoValue || demanded == Conditions::kNever) continue;
    Condition guard = instruction.guard == kNoValue ? Conditions::kAlways : conditionOf(instruction.guard);
    if (conditions_.implies(guard, demanded)) continue;
    guards_[i] = conditions_.both(guard, demanded);
    found = true;
  }
  return found;
}

ValueId BlockGuards::emit(Op op, std::vector<ValueId> operands, const Type *type) {
  Instruction instruction;
  instruction.op = op;
  instruction.type = type;
  instruction.result = function_.newValue(type);
  instruction.operands = std::move(operands);
  placed_.push_back(std::move(instruction));
  return placed_.back().result;
}

bool BlockGuards::placeDefinition(ValueId value) {
  auto found = definitions_.find(value);
  return found == definitions_.end() || place(found->second);
}

bool BlockGuards::placeCondition(Condition condition, ValueId &value) {
  if (auto known = made_.find(condition.index); known != made_.end()) {
    value = known->second;
    return true;
  }
  const Conditions::Node node = conditions_.node(condition);
  if (node.kind == Conditions::Kind::Holds) {
    value = node.value;
    return placeDefinition(value);
  }
  ValueId first = kNoValue, second = kNoValue;
  if (!placeCondition(node.first, first)) return false;
  if (node.kind != Conditions::Kind::Not && !placeCondition(node.second, second)) return false;
  const Type *type = function_.valueTypes[first];
  value = node.kind == Conditions::Kind::Not  ? emit(Op::Not, {first}, type)
          : node.kind == Conditions::Kind::And ? emit(Op::And, {first, second}, type)
                                               : emit(Op::Or, {first, second}, type);
  made_[condition.index] = value;
  return true;
}

bool BlockGuards::place(size_t at) {
  if (states_[at] != State::Waiting) return states_[at] == State::Placed;
  states_[at] = State::Open;
  Instruction instruction = instructions()[at];
  auto isPlaced = [&](ValueId value) { return value == kNoValue || placeDefinition(value); };
  if (!isPlaced(instruction.guard) || !std::ranges::all_of(instruction.operands, isPlaced)) {
    states_[at] = State::Waiting;
    return false;
  }
  ValueId guard = kNoValue;
  // A condition that is made of the value itself comes after it: then the value is computed for all.
  if (guards_[at] != Conditions::kAlways && placeCondition(guards_[at], guard)) instruction.guard = guard;
  states_[at] = State::Placed;
  placed_.push_back(std::move(instruction));
  return true;
}

void BlockGuards::rewrite() {
  states_.assign(instructions().size(), State::Waiting);
  for (size_t i = 0; i < instructions().size(); ++i) place(i);
  function_.blocks[block_].instructions = std::move(placed_);
}

void BlockGuards::run() {
  if (!isSuitable()) return;
  findDefinitions();
  findDemand();
  if (findGuards()) rewrite();
}

} // namespace

void guardByDemand(Function &function) {
  for (BlockId block = 0; block < function.blocks.size(); ++block) BlockGuards(function, block).run();
}

} // namespace flow::pipeline
