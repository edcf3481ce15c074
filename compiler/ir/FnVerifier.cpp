#include "compiler/ir/FnVerifier.h"

#include "compiler/ir/Builtins.h"
#include "compiler/ir/Dominance.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/OpTyping.h"
#include "compiler/types/ColumnTypes.h"
#include "compiler/types/Representation.h"

#include <algorithm>
#include <set>

namespace flow::ir {

namespace {

class FnVerifier {
public:
  FnVerifier(const Function &function, const Module *module) : function_(function), module_(module) {}
  std::vector<std::string> run();

private:
  void report(std::string message);
  bool check(bool holds, std::string_view message) {
    if (!holds) report(std::string(message));
    return holds;
  }

  void checkSignature();
  void checkAccumulations();
  bool collectDefinitions();
  bool define(ValueId value, const Type *type, size_t position);
  void checkBlock(const Dominance &dominance);
  void checkInstruction(const Instruction &instruction);
  bool checkShape(const Instruction &instruction);
  void checkFailure(const Instruction &instruction);
  void checkTarget(const Target &target);
  void checkContext(const Instruction &instruction);
  void checkCall(const Instruction &instruction);
  void checkMakeFunction(const Instruction &instruction);
  void checkReturn(const Instruction &instruction);
  void checkHandler(BlockId block);
  void checkUses(const Instruction &instruction, size_t position, const Dominance &dominance);
  void checkUse(ValueId value, size_t position, const Dominance &dominance);

  const Type *typeOf(ValueId value) const { return function_.valueTypes[value]; }
  bool isKnown(ValueId value) const { return value < definitions_.size() && definitions_[value].type != nullptr; }

  /// Where a value is made: before the instruction `position - 1` of its block; parameters are at 0.
  struct Definition {
    const Type *type = nullptr;
    BlockId block = 0;
    size_t position = 0;
  };

  const Function &function_;
  const Module *module_;
  std::vector<Definition> definitions_;
  std::vector<std::string> problems_;
  BlockId block_ = 0;
  const Instruction *instruction_ = nullptr;
};

void FnVerifier::report(std::string message) {
  std::string where = "@" + function_.name + " b" + std::to_string(block_);
  if (instruction_) where += std::string(": ") + spelling(instruction_->op);
  if (instruction_ && instruction_->type) where += " %" + std::to_string(instruction_->result);
  problems_.push_back(where + ": " + std::move(message));
}

std::vector<std::string> FnVerifier::run() {
  checkSignature();
  if (!check(!function_.blocks.empty(), "a function has at least one block")) return std::move(problems_);
  check(function_.blocks[0].parameters.empty(), "the entry block has no parameters");
  if (!collectDefinitions()) return std::move(problems_);
  for (block_ = 0; block_ < function_.blocks.size(); ++block_)
    for (const Instruction &instruction : function_.blocks[block_].instructions) {
      instruction_ = &instruction;
      checkInstruction(instruction);
    }
  instruction_ = nullptr;
  for (block_ = 0; block_ < function_.blocks.size(); ++block_) checkHandler(block_);
  block_ = 0;
  if (!problems_.empty()) return std::move(problems_); // what follows relies on the form
  Dominance dominance(function_);
  for (block_ = 0; block_ < function_.blocks.size(); ++block_) checkBlock(dominance);
  block_ = 0;
  instruction_ = nullptr;
  bool fails = mayFailIn(function_, module_);
  check(fails == function_.mayFail || !module_, fails ? "it may fail but is not marked so" : "it is marked as failing");
  return std::move(problems_);
}

static bool isAccumulable(abi::AccumulatorKind kind, const Type *type) {
  auto column = types::columnTypeOf(type);
  if (!column) return false;
  switch (kind) {
  case abi::AccumulatorKind::Count: return true;
  case abi::AccumulatorKind::Least:
  case abi::AccumulatorKind::Greatest: return abi::hasOrderedNumber(column->kind);
  default: return abi::sumOf(column->kind) == kind;
  }
}

void FnVerifier::checkSignature() {
  for (const Type *type : function_.parameters) check(type != nullptr, "a parameter has a type");
  for (const Type *type : function_.results) check(type != nullptr, "a result has a type");
  for (const Slot &slot : function_.slots) check(slot.type != nullptr, "a slot has a type");
  for (const Type *type : function_.valueTypes) {
    check(!type || !type->isEnum() || !type->variants.empty(), "an enum that is not declared");
    check(!type || !type->isRecursiveRecord() || !type->fields.empty(), "a record that is not declared");
  }
  bool stage = function_.kind == FunctionKind::Stage;
  check(stage || (function_.columnParameters == 0 && !function_.filters), "only stages have columns and filter");
  check(function_.columnParameters <= function_.parameters.size(), "more columns than parameters");
  check(!isHostEntry(function_.kind) || (function_.parameters.empty() && function_.results.empty()),
        "main and tests take and give nothing");
  checkAccumulations();
  bool isConstant = function_.parameters.empty() && function_.results.size() == 1;
  check(function_.keptAs == kNotKept || isConstant, "what is kept is the value of a constant");
  check(function_.filters || !function_.hidesMask, "only a filter hides its mask");
  if (!function_.filters) return;
  check(!function_.results.empty() && function_.results[0] && function_.results[0]->is(types::TypeKind::Bool),
        "the first result of a filter is its mask");
}

void FnVerifier::checkAccumulations() {
  size_t written = function_.filters ? 1 : 0;
  bool fits = function_.accumulatedResults + written <= function_.results.size();
  if (!check(fits, "more accumulated values than results")) return;
  check(function_.kind == FunctionKind::Stage || function_.accumulations.empty(), "only stages accumulate");
  bool isPlain = !function_.filters && !function_.mayFail;
  check(isPlain || !function_.accumulatesByGroup, "who accumulates by group neither filters nor fails");
  auto typeOfAccumulated = [&](uint32_t number) -> const Type * {
    if (!check(number < function_.accumulatedResults, "no such accumulated value")) return nullptr;
    return function_.results[function_.accumulatedResult(number)];
  };
  for (const abi::Accumulation &accumulation : function_.accumulations) {
    if (accumulation.value) {
      const Type *type = typeOfAccumulated(*accumulation.value);
      check(!type || isAccumulable(accumulation.kind, type), "a value that is not accumulated so");
    } else {
      check(accumulation.kind == abi::AccumulatorKind::Count, "only a count needs no value");
    }
    const Type *where = accumulation.where ? typeOfAccumulated(*accumulation.where) : nullptr;
    check(!where || where->plain()->is(types::TypeKind::Bool), "`where` is a bool");
  }
}

bool FnVerifier::define(ValueId value, const Type *type, size_t position) {
  if (!check(value < function_.valueTypes.size(), "a value without an entry in valueTypes")) return false;
  if (!check(type != nullptr && function_.valueTypes[value] == type, "valueTypes differs from the definition"))
    return false;
  Definition &definition = definitions_[value];
  if (!check(definition.type == nullptr, "%" + std::to_string(value) + " is defined twice")) return false;
  definition = {type, block_, position};
  return true;
}

bool FnVerifier::collectDefinitions() {
  definitions_.resize(function_.valueTypes.size());
  bool sound = true;
  for (size_t i = 0; i < function_.parameters.size(); ++i)
    sound &= define(static_cast<ValueId>(i), function_.parameters[i], 0);
  for (block_ = 0; block_ < function_.blocks.size(); ++block_) {
    const Block &block = function_.blocks[block_];
    for (const BlockParameter &parameter : block.parameters) sound &= define(parameter.value, parameter.type, 0);
    for (size_t i = 0; i < block.instructions.size(); ++i)
      if (block.instructions[i].type) sound &= define(block.instructions[i].result, block.instructions[i].type, i + 1);
    bool closed = !block.instructions.empty() && isTerminator(block.instructions.back().op);
    sound &= check(closed, "a block ends in a terminator");
    for (size_t i = 0; i + 1 < block.instructions.size(); ++i)
      sound &= check(!isTerminator(block.instructions[i].op), "a terminator stands only at the end");
  }
  block_ = 0;
  return sound;
}

void FnVerifier::checkInstruction(const Instruction &instruction) {
  if (!checkShape(instruction)) return;
  std::vector<const Type *> operands;
  for (ValueId operand : instruction.operands) operands.push_back(typeOf(operand));
  std::string problem = checkTypes(instruction, operands);
  if (!problem.empty()) report(std::move(problem));
  checkContext(instruction);
  checkFailure(instruction);
  for (const Target &target : instruction.targets) checkTarget(target);
}

static bool mayHaveResult(Op op) { return op == Op::Call || op == Op::CallValue || op == Op::CallBuiltin; }
static bool hasResult(Op op) {
  switch (op) {
  case Op::Store:
  case Op::CheckIndex:
  case Op::Retain:
  case Op::Release:
  case Op::Print:
  case Op::ShowTable:
  case Op::CompareTables: return false;
  default: return !isTerminator(op);
  }
}

/// Numbers of operands and targets, and that every value named exists: all else relies on it.
bool FnVerifier::checkShape(const Instruction &instruction) {
  int count = operandCount(instruction.op);
  bool sound = check(count < 0 || instruction.operands.size() == static_cast<size_t>(count), "number of operands");
  for (ValueId operand : instruction.operands) sound &= check(isKnown(operand), "an operand that nothing defines");
  if (instruction.guard != kNoValue) sound &= check(isKnown(instruction.guard), "a guard that nothing defines");
  for (ValueId value : instruction.cleanup) sound &= check(isKnown(value), "a cleanup that nothing defines");
  if (instruction.restoredSlot != kNoSlot) {
    sound &= check(instruction.restoredSlot < function_.slots.size(), "a slot that there is not is restored");
    sound &= check(!instruction.operands.empty(), "nothing to restore a slot with");
  }
  if (!mayHaveResult(instruction.op))
    sound &= check(hasResult(instruction.op) == (instruction.type != nullptr), "a result where there is none");
  size_t targets = instruction.op == Op::Jump ? 1 : instruction.op == Op::Branch ? 2 : 0;
  sound &= check(instruction.targets.size() == targets, "number of targets");
  for (const Target &target : instruction.targets) {
    sound &= check(target.block < function_.blocks.size(), "a target that is no block");
    for (ValueId value : target.arguments) sound &= check(isKnown(value), "an argument that nothing defines");
  }
  if (instruction.op == Op::Fail) sound &= check(instruction.operands.size() <= 1, "at most one message");
  return sound;
}

void FnVerifier::checkTarget(const Target &target) {
  check(target.block != 0, "nothing jumps to the entry");
  const Block &block = function_.blocks[target.block];
  check(block.instructions.front().op != Op::FailureTake, "nothing jumps to a handler");
  if (!check(target.arguments.size() == block.parameters.size(), "number of arguments of a target")) return;
  for (size_t i = 0; i < target.arguments.size(); ++i)
    check(typeOf(target.arguments[i]) == block.parameters[i].type, "an argument of the type of the block's parameter");
}

void FnVerifier::checkHandler(BlockId block) {
  const Block &handled = function_.blocks[block];
  auto takes = [](const Instruction &instruction) { return instruction.op == Op::FailureTake; };
  bool isHandler = std::any_of(function_.blocks.begin(), function_.blocks.end(),
                               [&](const Block &other) { return other.handler == block; });
  bool begins = takes(handled.instructions.front());
  auto found = std::count_if(handled.instructions.begin(), handled.instructions.end(), takes);
  check(begins == isHandler && found == (begins ? 1 : 0),
        "a handler begins with failure.take, and nothing else has one");
  check(!isHandler || handled.parameters.empty(), "a handler takes nothing");
  if (handled.handler == kNoBlock) return;
  check(block != 0, "the entry has no handler");
  check(handled.handler < function_.blocks.size(), "a handler that is no block");
}

static bool mayBeInside(Op op) {
  return op == Op::ListGet || op == Op::ListSet || op == Op::ListTake || op == Op::ListSwap;
}

void FnVerifier::checkFailure(const Instruction &instruction) {
  if (instruction.isInside) {
    check(mayBeInside(instruction.op), "nothing in it has to be inside");
    check(instruction.guard == kNoValue, "what is known to be inside has no guard");
  }
  // Of these the site only says where: their failures come from elsewhere, or are those of memory.
  bool traces = instruction.op == Op::Call || instruction.op == Op::CallValue || instruction.op == Op::RunPlan;
  bool fails = canFail(instruction, function_, module_);
  if (!traces && fails) check(instruction.site != 0, "it may fail and has no site");
  if (!traces && !fails && !takesMemory(instruction.op)) check(instruction.site == 0, "it cannot fail and has a site");
  if (module_) check(instruction.site <= module_->sites.size(), "the site is not in the module");
  if (instruction.guard == kNoValue) return;
  check(typeOf(instruction.guard)->is(types::TypeKind::Bool), "a guard is a bool");
  bool guardable = !isTerminator(instruction.op) && !isHostOnly(instruction.op);
  bool isForGuarded = instruction.op == Op::Retain; // a user for what an operation under the same guard takes
  check(isForGuarded || (guardable && mayFail(instruction.op)), "a guard where nothing can fail");
}

void FnVerifier::checkContext(const Instruction &instruction) {
  if (function_.kind == FunctionKind::Stage) check(!isHostOnly(instruction.op), "it has no place in a stage");
  switch (instruction.op) {
  case Op::Load:
  case Op::Store: {
    if (!check(instruction.index < function_.slots.size(), "no such slot")) return;
    const Type *slot = function_.slots[instruction.index].type;
    bool load = instruction.op == Op::Load;
    check((load ? instruction.type : typeOf(instruction.operands[0])) == slot, "must have the type of the slot");
    return;
  }
  case Op::Call: checkCall(instruction); return;
  case Op::MakeFunction: checkMakeFunction(instruction); return;
  case Op::CallBuiltin: check(instruction.index < builtinCount(), "no such builtin"); return;
  case Op::RunPlan: {
    check(instruction.type->isFrame(), "a plan gives a frame");
    if (!module_ || !check(instruction.index < module_->planCaptures.size(), "no such plan")) return;
    const auto &captures = module_->planCaptures[instruction.index].types;
    if (!check(captures.size() == instruction.operands.size(), "number of captures")) return;
    for (size_t i = 0; i < captures.size(); ++i)
      check(typeOf(instruction.operands[i]) == captures[i], "a capture must have the type that the plan states");
    return;
  }
  case Op::Return: checkReturn(instruction); return;
  default: return;
  }
}

void FnVerifier::checkCall(const Instruction &instruction) {
  if (!module_ || !check(instruction.index < module_->functions.size(), "no such function")) return;
  const Function &callee = module_->functions[instruction.index];
  check(callee.kind == FunctionKind::User, "only user functions are called");
  std::vector<const Type *> results;
  if (callee.results.size() <= 1 && instruction.type) results = {instruction.type};
  if (callee.results.size() > 1 && instruction.type && instruction.type->is(types::TypeKind::Tuple))
    results = instruction.type->parts;
  check(std::ranges::equal(results, callee.results, types::liesAlike),
        "the result must have the type of the callee's, or be the tuple of its results");
  if (!check(callee.parameters.size() == instruction.operands.size(), "number of arguments")) return;
  for (size_t i = 0; i < callee.parameters.size(); ++i)
    check(types::liesAlike(typeOf(instruction.operands[i]), callee.parameters[i]),
          "an argument of the type of the parameter, or of one that lies alike");
}

void FnVerifier::checkMakeFunction(const Instruction &instruction) {
  if (!module_ || !check(instruction.index < module_->functions.size(), "no such function")) return;
  const Function &callee = module_->functions[instruction.index];
  check(callee.kind == FunctionKind::User, "only user functions are values");
  std::vector<const Type *> expected = instruction.type->parts;
  const Type *result = expected.back();
  expected.pop_back();
  for (ValueId operand : instruction.operands) expected.push_back(typeOf(operand));
  check(callee.parameters == expected, "the function takes the parameters of the type, then what is captured");
  bool hasNone = result->is(types::TypeKind::Unit);
  check(callee.results == (hasNone ? std::vector<const Type *>() : std::vector<const Type *>{result}),
        "the function gives what the type says");
}

void FnVerifier::checkReturn(const Instruction &instruction) {
  if (!check(instruction.operands.size() == function_.results.size(), "number of results")) return;
  for (size_t i = 0; i < function_.results.size(); ++i)
    check(typeOf(instruction.operands[i]) == function_.results[i], "a result of the type that the function states");
}

void FnVerifier::checkBlock(const Dominance &dominance) {
  if (!dominance.isReachable(block_)) return; // whatever it uses, it does not run
  const auto &instructions = function_.blocks[block_].instructions;
  for (size_t i = 0; i < instructions.size(); ++i) {
    instruction_ = &instructions[i];
    checkUses(instructions[i], i, dominance);
  }
  instruction_ = nullptr;
}

void FnVerifier::checkUses(const Instruction &instruction, size_t position, const Dominance &dominance) {
  for (ValueId operand : instruction.operands) checkUse(operand, position, dominance);
  if (instruction.guard != kNoValue) checkUse(instruction.guard, position, dominance);
  for (ValueId value : instruction.cleanup) checkUse(value, position, dominance);
  for (const Target &target : instruction.targets)
    for (ValueId argument : target.arguments) checkUse(argument, position, dominance);
}

void FnVerifier::checkUse(ValueId value, size_t position, const Dominance &dominance) {
  const Definition &definition = definitions_[value];
  bool before = definition.block == block_ && value >= function_.parameters.size() ? definition.position <= position
                : definition.position == 0 ? dominance.beginDominates(definition.block, block_)
                                           : dominance.dominates(definition.block, block_);
  check(before, "%" + std::to_string(value) + " is used where its definition does not dominate");
}

} // namespace

std::vector<std::string> verify(const Function &function, const Module *module) {
  return FnVerifier(function, module).run();
}

std::vector<std::string> verify(const Module &module) {
  std::vector<std::string> problems;
  std::set<std::string_view> names;
  int mains = 0;
  for (const Function &function : module.functions) {
    if (!names.insert(function.name).second) problems.push_back("two functions are named @" + function.name);
    mains += function.kind == FunctionKind::Main ? 1 : 0;
    for (std::string &problem : verify(function, &module)) problems.push_back(std::move(problem));
  }
  bool hasMain = module.main >= 0 && static_cast<size_t>(module.main) < module.functions.size();
  bool sound = mains == 0 ? module.main == -1
                          : mains == 1 && hasMain && module.functions[module.main].kind == FunctionKind::Main;
  if (!sound) problems.push_back("Module::main is not the index of the only main function");
  return problems;
}

} // namespace flow::ir
