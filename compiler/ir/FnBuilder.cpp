#include "compiler/ir/FnBuilder.h"

#include "compiler/ir/OpTyping.h"
#include "runtime/abi/Check.h"

#include <algorithm>

namespace flow::ir {

FnBuilder::FnBuilder(Function &function, types::TypeContext &context) : function_(function), context_(context) {
  if (function_.blocks.empty()) function_.blocks.emplace_back();
}

ValueId FnBuilder::parameter(const Type *type) {
  FLOW_CHECK_EQ(function_.valueTypes.size(), function_.parameters.size(), "parameters come before other values");
  type = context_.representation(type);
  function_.parameters.push_back(type);
  return function_.newValue(type);
}

ValueId FnBuilder::columnParameter(const Type *type) {
  FLOW_CHECK_EQ(function_.columnParameters, function_.parameters.size(), "columns come before captures");
  ++function_.columnParameters;
  return parameter(type);
}

uint32_t FnBuilder::slot(std::string name, const Type *type) {
  function_.slots.push_back({std::move(name), context_.representation(type)});
  return static_cast<uint32_t>(function_.slots.size() - 1);
}

BlockId FnBuilder::newBlock(std::span<const Type *const> parameterTypes) {
  Block block;
  for (const Type *written : parameterTypes) {
    const Type *type = context_.representation(written);
    block.parameters.push_back({function_.newValue(type), type});
  }
  block.handler = handler_;
  function_.blocks.push_back(std::move(block));
  return static_cast<BlockId>(function_.blocks.size() - 1);
}

BlockId FnBuilder::setHandler(BlockId handler) {
  BlockId before = std::exchange(handler_, handler);
  if (before == handler) return before;
  BlockId next = newBlock();
  if (!isTerminated()) jump(next);
  setInsertPoint(next);
  return before;
}

bool FnBuilder::isTerminated() const {
  const auto &instructions = function_.blocks[at_].instructions;
  return !instructions.empty() && isTerminator(instructions.back().op);
}

Instruction &FnBuilder::append(Op op, const Type *type) {
  FLOW_CHECK(!isTerminated(), "block ", at_, " of ", function_.name, " is closed; emitting ", spelling(op));
  Instruction &instruction = function_.blocks[at_].instructions.emplace_back();
  type = context_.representation(type);
  instruction.op = op;
  instruction.type = type;
  if (type) instruction.result = function_.newValue(type);
  return instruction;
}

void FnBuilder::addMemorySite(Instruction &instruction) {
  bool isMade = takesMemory(instruction.op) && instruction.type && types::isCounted(instruction.type);
  if (memorySite_ && isMade && instruction.site == 0) instruction.site = memorySite_();
}

bool FnBuilder::isReachable(BlockId wanted) const {
  std::vector<bool> isSeen(function_.blocks.size(), false);
  std::vector<BlockId> open{0};
  while (!open.empty()) {
    BlockId id = open.back();
    open.pop_back();
    if (id == kNoBlock || isSeen[id]) continue;
    if (id == wanted) return true;
    isSeen[id] = true;
    const Block &block = function_.blocks[id];
    open.push_back(block.handler);
    if (block.instructions.empty()) continue;
    for (const Target &target : block.instructions.back().targets) open.push_back(target.block);
  }
  return false;
}

bool FnBuilder::isNeverReached(std::span<const ValueId> operands) const {
  if (std::ranges::find(operands, kNoValue) == operands.end()) return false;
  FLOW_CHECK(!isReachable(at_), "block ", at_, " of ", function_.name, " has an operand that nothing defines");
  return true;
}

ValueId FnBuilder::emit(Op op, const Type *type, std::vector<ValueId> operands, FailAt fail, uint32_t index) {
  if (isNeverReached(operands)) {
    if (isTerminator(op)) unreachable();
    return anyValue(type);
  }
  Instruction &instruction = append(op, type);
  instruction.operands = std::move(operands);
  instruction.site = fail.site;
  instruction.guard = fail.guard;
  instruction.index = index;
  addMemorySite(instruction);
  return instruction.result;
}

ValueId FnBuilder::emit(Op op, std::vector<ValueId> operands, FailAt fail, uint32_t index) {
  if (isNeverReached(operands)) return kNoValue;
  std::vector<const Type *> types;
  for (ValueId operand : operands) types.push_back(typeOf(operand));
  const Type *type = impliedType(op, types, index, context_);
  FLOW_CHECK(type != nullptr, "the result of ", spelling(op), " has to be stated");
  return emit(op, type, std::move(operands), fail, index);
}

ValueId FnBuilder::callValue(ValueId function, std::vector<ValueId> arguments, FailAt fail) {
  if (isNeverReached({&function, 1})) return kNoValue;
  const Type *result = typeOf(function)->result();
  arguments.insert(arguments.begin(), function);
  return emit(Op::CallValue, result->is(types::TypeKind::Unit) ? nullptr : result, std::move(arguments), fail);
}

ValueId FnBuilder::constant(const Type *type, Constant value) {
  Instruction &instruction = append(Op::Const, type);
  instruction.constant = std::move(value);
  return instruction.result;
}

ValueId FnBuilder::text(ValueId value, std::string format) {
  if (isNeverReached({&value, 1})) return anyValue(context_.str());
  Instruction &instruction = append(Op::ToText, context_.str());
  instruction.operands = {value};
  if (!format.empty()) instruction.constant = std::move(format);
  return instruction.result;
}

void FnBuilder::jump(BlockId target, std::vector<ValueId> arguments) {
  if (isNeverReached(arguments)) return unreachable();
  append(Op::Jump, nullptr).targets = {{target, std::move(arguments)}};
}

void FnBuilder::branch(ValueId condition, Target thenTarget, Target elseTarget) {
  if (isNeverReached({&condition, 1})) return unreachable();
  Instruction &instruction = append(Op::Branch, nullptr);
  instruction.operands = {condition};
  instruction.targets = {std::move(thenTarget), std::move(elseTarget)};
}

void FnBuilder::failWith(uint32_t site, ValueId reason) {
  Instruction &instruction = append(Op::Fail, nullptr);
  if (reason != kNoValue) instruction.operands = {reason};
  instruction.site = site;
}

} // namespace flow::ir
