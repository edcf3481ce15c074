#include "compiler/ir/Interpreter.h"

#include "compiler/ir/Evaluate.h"
#include "compiler/ir/FailedOperation.h"
#include "compiler/types/TypeText.h"
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

static Outcome failure(uint32_t site, std::string message = {}, std::optional<abi::FailureKind> reason = {}) {
  return {Outcome::Kind::Failed, {}, site, std::move(message), {}, reason, {}};
}

Outcome Interpreter::run(const Function &function, const Values &arguments) {
  FLOW_CHECK_EQ(arguments.size(), function.parameters.size(), "arguments of ", function.name);
  Frame frame{function, Values(function.valueTypes.size()), {}, 0};
  std::copy(arguments.begin(), arguments.end(), frame.values.begin());
  for (const Slot &slot : function.slots) frame.slots.push_back(zeroOf(slot.type));
  for (;;) {
    const Block &block = function.blocks[frame.block];
    for (const Instruction &instruction : block.instructions) {
      if (++steps_ > limits_.steps) return {};
      auto outcome = step(frame, instruction);
      if (!outcome) continue;
      if (!outcome->failed() || block.handler == kNoBlock) return std::move(*outcome);
      caught_ = caught(*outcome);
      frame.block = block.handler;
      break;
    }
  }
}

Value Interpreter::caught(const Outcome &failure) const {
  if (!failure.failure.empty()) return Value::of(failure.failure);
  abi::Site site;
  if (failure.site > 0 && failure.site <= module_.sites.size()) site = module_.sites[failure.site - 1];
  abi::FailureKind kind = failure.reason.value_or(site.kind);
  std::string message = !failure.message.empty() ? failure.message : site.message;
  if (message.empty()) message = abi::messageOf(kind);
  return Value::of({Value::text(abi::nameOf(kind)), Value::text(std::move(message)), Value::of({})});
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
  case Op::Retain:
  case Op::Release: return {}; // values of the interpreter count themselves
  case Op::Call: return call(frame, instruction, operands);
  case Op::CallValue: return callValue(frame, instruction, operands);
  case Op::MakeFunction:
    operands.insert(operands.begin(), Value::integer(instruction.index));
    frame.set(instruction, Value::of(std::move(operands)));
    return {};
  case Op::FailureTake: frame.set(instruction, std::move(caught_)); return {};
  case Op::FailureKind: frame.set(instruction, operands[0].parts()[0]); return {};
  case Op::FailureMessage: frame.set(instruction, operands[0].parts()[1]); return {};
  case Op::FailureTrace: frame.set(instruction, operands[0].parts()[2]); return {};
  case Op::FailureAs: {
    const Values &parts = operands[0].parts();
    bool isIt = parts.size() > 4 && parts[4].text() == types::exactText(instruction.type->plain());
    frame.set(instruction, isIt ? parts[3] : Value::none());
    return {};
  }
  default: break;
  }
  if (!isEvaluable(instruction.op)) return askHost(frame, instruction, operands);
  std::vector<const Type *> types = frame.typesOf(instruction.operands);
  auto result = evaluate(instruction, types, operands);
  if (!result) return failedAt(instruction, types, operands);
  frame.set(instruction, std::move(*result));
  return {};
}

Outcome Interpreter::failedAt(const Instruction &instruction, OperandTypes types, const Values &operands) const {
  if (instruction.op == Op::MapAt && host_)
    if (auto key = host_->partText(operands[1], types[1]))
      return failure(instruction.site, abi::missingKeyText(*key), abi::FailureKind::KeyMissing);
  auto failed = failedOperation(instruction, types, operands);
  return failed ? failure(instruction.site, std::move(failed->message), failed->kind) : failure(instruction.site);
}

std::optional<Outcome> Interpreter::call(Frame &frame, const Instruction &instruction, const Values &operands) {
  return run(frame, instruction, module_.functions[instruction.index], operands);
}

std::optional<Outcome> Interpreter::callValue(Frame &frame, const Instruction &instruction, const Values &operands) {
  const Values &function = operands[0].parts();
  FLOW_CHECK(!function.empty(), "calls a function that is none");
  Values arguments(operands.begin() + 1, operands.end());
  arguments.insert(arguments.end(), function.begin() + 1, function.end());
  return run(frame, instruction, module_.functions[static_cast<size_t>(function[0].integer())], arguments);
}

std::optional<Outcome> Interpreter::run(Frame &frame, const Instruction &instruction, const Function &callee,
                                        const Values &arguments) {
  if (depth_ == limits_.depth) return Outcome{};
  ++depth_;
  Outcome outcome = run(callee, arguments);
  --depth_;
  if (outcome.failed() && instruction.site != 0) outcome.calls.push_back(instruction.site);
  if (!outcome.returned()) return outcome;
  if (outcome.results.size() > 1)
    frame.set(instruction, Value::of(std::move(outcome.results)));
  else if (instruction.type)
    frame.set(instruction, std::move(outcome.results[0]));
  return {};
}

std::optional<Outcome> Interpreter::askHost(Frame &frame, const Instruction &instruction, const Values &operands) {
  if (!host_) return Outcome{};
  HostResult result = host_->perform(instruction, frame.typesOf(instruction.operands), operands);
  if (result.kind == HostResult::Kind::Unknown) return Outcome{};
  if (result.kind == HostResult::Kind::Failed)
    return failure(instruction.site, std::move(result.message), result.reason);
  frame.set(instruction, std::move(result.value));
  return {};
}

Outcome Interpreter::failed(const Frame &frame, const Instruction &instruction) const {
  if (instruction.operands.empty()) return failure(instruction.site);
  const Value &reason = frame.values[instruction.operands[0]];
  const Type *type = frame.function.valueTypes[instruction.operands[0]];
  if (type->is(types::TypeKind::Str)) return failure(instruction.site, reason.text());
  Outcome outcome = failure(instruction.site);
  if (type->is(types::TypeKind::Failure)) {
    outcome.failure = reason.parts();
    outcome.message = reason.parts()[1].text();
    return outcome;
  }
  const types::Variant &variant = type->variants[static_cast<size_t>(reason.parts()[0].integer())];
  outcome.message = variant.name;
  outcome.failure = {Value::text(variant.name), Value::text(variant.name), Value::of({}), reason,
                     Value::text(types::exactText(type))};
  return outcome;
}

std::optional<Outcome> Interpreter::leave(Frame &frame, const Instruction &instruction) {
  switch (instruction.op) {
  case Op::Jump: frame.enter(instruction.targets[0]); return {};
  case Op::Branch: frame.enter(instruction.targets[frame.values[instruction.operands[0]].boolean() ? 0 : 1]); return {};
  case Op::Return: return Outcome{Outcome::Kind::Returned, frame.gather(instruction.operands), 0, {}, {}, {}, {}};
  case Op::Fail: return failed(frame, instruction);
  default: FLOW_UNREACHABLE("@", frame.function.name, " reached `unreachable`");
  }
}

} // namespace flow::ir
