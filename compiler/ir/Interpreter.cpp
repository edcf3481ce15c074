#include "compiler/ir/Interpreter.h"

#include "compiler/ir/Evaluate.h"
#include "runtime/abi/Check.h"

namespace flow::ir {

struct Interpreter::Frame {
  const Function &function;
  Values values; ///< by ValueId
  Values slots;
  BlockId block = 0;

  void set(const Instruction &instruction, Value value) {
    if (instruction.type) values[instruction.result] = std::move(value);
  }
  Values gather(const std::vector<ValueId> &ids) const {
    Values result;
    for (ValueId id : ids) result.push_back(values[id]);
    return result;
  }
  std::vector<const Type *> typesOf(const std::vector<ValueId> &ids) const {
    std::vector<const Type *> result;
    for (ValueId id : ids) result.push_back(function.valueTypes[id]);
    return result;
  }
  void enter(const Target &target) {
    Values arguments = gather(target.arguments); // all before any: a block may jump to itself
    const auto &parameters = function.blocks[target.block].parameters;
    for (size_t i = 0; i < parameters.size(); ++i) values[parameters[i].value] = std::move(arguments[i]);
    block = target.block;
  }
};

static Outcome failure(uint32_t site, std::string message = {}) {
  return {Outcome::Kind::Failed, {}, site, std::move(message)};
}

Outcome Interpreter::run(const Function &function, const Values &arguments) {
  FLOW_CHECK_EQ(arguments.size(), function.parameters.size(), "arguments of ", function.name);
  Frame frame{function, Values(function.valueTypes.size()), {}, 0};
  std::copy(arguments.begin(), arguments.end(), frame.values.begin());
  for (const Slot &slot : function.slots) frame.slots.push_back(zeroOf(slot.type));
  for (;;) {
    BlockId block = frame.block;
    for (const Instruction &instruction : function.blocks[block].instructions) {
      if (++steps_ > limits_.steps) return {};
      if (auto outcome = step(frame, instruction)) return std::move(*outcome);
    }
  }
}

std::optional<Outcome> Interpreter::step(Frame &frame, const Instruction &instruction) {
  if (isTerminator(instruction.op)) return leave(frame, instruction);
  if (instruction.guard != kNoValue && !frame.values[instruction.guard].boolean()) {
    if (instruction.type) frame.set(instruction, zeroOf(instruction.type));
    return {};
  }
  return compute(frame, instruction);
}

std::optional<Outcome> Interpreter::compute(Frame &frame, const Instruction &instruction) {
  Values operands = frame.gather(instruction.operands);
  switch (instruction.op) {
  case Op::Load: frame.set(instruction, frame.slots[instruction.index]); return {};
  case Op::Store: frame.slots[instruction.index] = operands[0]; return {};
  case Op::Call: return call(frame, instruction, operands);
  default: break;
  }
  if (!isEvaluable(instruction.op)) return askHost(frame, instruction, operands);
  auto result = evaluate(instruction, frame.typesOf(instruction.operands), operands);
  if (!result) return failure(instruction.site);
  frame.set(instruction, std::move(*result));
  return {};
}

std::optional<Outcome> Interpreter::call(Frame &frame, const Instruction &instruction, const Values &operands) {
  if (depth_ == limits_.depth) return Outcome{};
  ++depth_;
  Outcome outcome = run(module_.functions[instruction.index], operands);
  --depth_;
  if (!outcome.returned()) return outcome;
  if (instruction.type) frame.set(instruction, std::move(outcome.results[0]));
  return {};
}

std::optional<Outcome> Interpreter::askHost(Frame &frame, const Instruction &instruction, const Values &operands) {
  if (!host_) return Outcome{};
  HostResult result = host_->perform(instruction, frame.typesOf(instruction.operands), operands);
  if (result.kind == HostResult::Kind::Unknown) return Outcome{};
  if (result.kind == HostResult::Kind::Failed) return failure(instruction.site, std::move(result.message));
  frame.set(instruction, std::move(result.value));
  return {};
}

std::optional<Outcome> Interpreter::leave(Frame &frame, const Instruction &instruction) {
  switch (instruction.op) {
  case Op::Jump: frame.enter(instruction.targets[0]); return {};
  case Op::Branch: frame.enter(instruction.targets[frame.values[instruction.operands[0]].boolean() ? 0 : 1]); return {};
  case Op::Return: return Outcome{Outcome::Kind::Returned, frame.gather(instruction.operands), 0, {}};
  case Op::Fail:
    return failure(instruction.site, instruction.operands.empty() ? "" : frame.values[instruction.operands[0]].text());
  default: FLOW_UNREACHABLE("@", frame.function.name, " reached `unreachable`");
  }
}

} // namespace flow::ir
