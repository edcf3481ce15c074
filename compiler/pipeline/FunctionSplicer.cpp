#include "compiler/pipeline/FunctionSplicer.h"

#include "compiler/ir/Dominance.h"
#include "runtime/abi/Check.h"

#include <algorithm>

namespace flow::pipeline {

using namespace ir;

namespace {

class FunctionSplicer {
public:
  FunctionSplicer(const Function &body, FnBuilder &builder)
      : body_(body), builder_(builder), flow_(body), values_(body.valueTypes.size(), kNoValue),
        blocks_(body.blocks.size(), 0), firstSlot_(static_cast<uint32_t>(builder.function().slots.size())) {}

  ValueId run(std::span<const ValueId> arguments);

private:
  void makeBlocks();
  void copyHandlers();
  size_t countReturns() const;
  bool hasHandledReturn() const;
  void copyBlock(BlockId block);
  void copy(const Instruction &instruction);
  void leave(ValueId result);
  ValueId mapped(ValueId value) const;

  const Function &body_;
  FnBuilder &builder_;
  Dominance flow_;
  std::vector<ValueId> values_; ///< by value of the body
  std::vector<BlockId> blocks_; ///< by block of the body
  uint32_t firstSlot_;
  bool joins_ = false; ///< several returns meet in a block of their own
  BlockId behind_ = 0; ///< where the code after the body goes on
  ValueId result_ = kNoValue;
};

ValueId FunctionSplicer::mapped(ValueId value) const {
  FLOW_CHECK_NE(values_[value], kNoValue, "a value of ", body_.name, " that is used before it is defined");
  return values_[value];
}

size_t FunctionSplicer::countReturns() const {
  size_t count = 0;
  for (BlockId block : flow_.reversePostorder())
    count += body_.blocks[block].instructions.back().op == Op::Return ? 1 : 0;
  return count;
}

/// What comes behind the body must not stand in a block that has a handler of the body.
bool FunctionSplicer::hasHandledReturn() const {
  return std::ranges::any_of(flow_.reversePostorder(), [&](BlockId block) {
    return body_.blocks[block].handler != kNoBlock && body_.blocks[block].instructions.back().op == Op::Return;
  });
}

void FunctionSplicer::makeBlocks() {
  Function &function = builder_.function();
  blocks_[0] = builder_.insertBlock();
  for (BlockId block : flow_.reversePostorder()) {
    if (block == 0) continue;
    blocks_[block] = builder_.newBlock();
    for (const BlockParameter &parameter : body_.blocks[block].parameters) {
      values_[parameter.value] = function.newValue(parameter.type);
      function.blocks[blocks_[block]].parameters.push_back({values_[parameter.value], parameter.type});
    }
  }
}

void FunctionSplicer::copyHandlers() {
  for (BlockId block : flow_.reversePostorder()) {
    BlockId handler = body_.blocks[block].handler;
    if (handler != kNoBlock) builder_.function().blocks[blocks_[block]].handler = blocks_[handler];
  }
}

void FunctionSplicer::leave(ValueId result) {
  if (joins_) {
    builder_.jump(behind_, {result});
    return;
  }
  behind_ = builder_.insertBlock();
  result_ = result;
}

void FunctionSplicer::copy(const Instruction &instruction) {
  Instruction copied = instruction;
  for (ValueId &operand : copied.operands) operand = mapped(operand);
  if (copied.guard != kNoValue) copied.guard = mapped(copied.guard);
  for (Target &target : copied.targets) {
    target.block = blocks_[target.block];
    for (ValueId &argument : target.arguments) argument = mapped(argument);
  }
  if (copied.op == Op::Load || copied.op == Op::Store) copied.index += firstSlot_;
  Function &function = builder_.function();
  if (copied.type) copied.result = values_[instruction.result] = function.newValue(copied.type);
  function.blocks[builder_.insertBlock()].instructions.push_back(std::move(copied));
}

void FunctionSplicer::copyBlock(BlockId block) {
  builder_.setInsertPoint(blocks_[block]);
  for (const Instruction &instruction : body_.blocks[block].instructions) {
    if (instruction.op == Op::Return)
      leave(mapped(instruction.operands[0]));
    else
      copy(instruction);
  }
}

ValueId FunctionSplicer::run(std::span<const ValueId> arguments) {
  FLOW_CHECK_EQ(arguments.size(), body_.parameters.size(), "arguments of ", body_.name);
  std::copy(arguments.begin(), arguments.end(), values_.begin());
  for (const Slot &slot : body_.slots) builder_.slot(slot.name, slot.type);
  makeBlocks();
  copyHandlers();
  size_t returns = countReturns();
  joins_ = returns > 1 || hasHandledReturn();
  if (joins_) {
    behind_ = builder_.newBlock({body_.results[0]});
    result_ = builder_.blockParameter(behind_, 0);
  }
  for (BlockId block : flow_.reversePostorder()) copyBlock(block);
  if (returns > 0) builder_.setInsertPoint(behind_);
  return result_;
}

} // namespace

ValueId splice(const Function &body, std::span<const ValueId> arguments, FnBuilder &builder) {
  return FunctionSplicer(body, builder).run(arguments);
}

} // namespace flow::pipeline
