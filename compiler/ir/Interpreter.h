#pragma once
// Runs functions of Fn IR over Values: the oracle of generated code in tests, and of constant folding. It is
// simple and slow. What lies outside of Fn IR (builtins, text, printing, plans) is done by a Host.
//
// The first operation that fails, in the order of execution, ends the run, with its site, unless its block has a
// handler. An operation whose guard is false is not done; its result, which nothing may depend on, is zero.
//
// A caught failure is the parts: kind (text), message (text), the trace (a list of texts, always empty here), and of a
// declared error its value and the exact text of its type.

#include "compiler/ir/OpTyping.h"
#include "compiler/ir/Value.h"

namespace flow::ir {

struct HostResult {
  enum class Kind : uint8_t { Done, Failed, Unknown } kind = Kind::Unknown;
  Value value;
  std::string message; ///< of a failure; empty: the site's
  std::optional<abi::FailureKind> reason; ///< of a failure; nothing: the site's
};

/// CallBuiltin, ToText, Print and the operations on frames.
class Host {
public:
  virtual ~Host() = default;
  virtual HostResult perform(const Instruction &instruction, OperandTypes types, std::span<const Value> operands) = 0;
  /// A value as it is written inside of others, for messages; nothing: they do without.
  virtual std::optional<std::string> partText(const Value &, const Type *) { return {}; }
};

struct Outcome {
  enum class Kind : uint8_t {
    Returned,
    Failed,
    Stopped ///< a limit was reached, or the host did not know what to do
  } kind = Kind::Stopped;
  Values results;      ///< of Returned
  uint32_t site = 0;   ///< of Failed
  std::string message; ///< of Failed; empty: the site's
  Values failure;      ///< of Failed by a declared error, or again: what is caught
  std::optional<abi::FailureKind> reason; ///< of Failed; nothing: the site's
  std::vector<uint32_t> calls;            ///< of Failed: sites of the calls that led there, innermost first

  bool returned() const { return kind == Kind::Returned; }
  bool failed() const { return kind == Kind::Failed; }
};

struct InterpreterLimits {
  uint64_t steps = 10'000'000; ///< instructions, of all runs
  uint32_t depth = 1000;       ///< nested calls
};

class Interpreter {
public:
  /// `host` may be null: then what only a host does stops the run.
  explicit Interpreter(const Module &module, Host *host = nullptr, InterpreterLimits limits = {})
      : module_(module), host_(host), limits_(limits) {}

  /// The function is verified, the arguments are of the types of its parameters.
  Outcome run(const Function &function, const Values &arguments);

private:
  struct Frame;
  /// Nothing when the run goes on.
  std::optional<Outcome> step(Frame &frame, const Instruction &instruction);
  std::optional<Outcome> compute(Frame &frame, const Instruction &instruction);
  std::optional<Outcome> call(Frame &frame, const Instruction &instruction, const Values &operands);
  std::optional<Outcome> callValue(Frame &frame, const Instruction &instruction, const Values &operands);
  std::optional<Outcome> run(Frame &frame, const Instruction &instruction, const Function &callee,
                             const Values &arguments);
  Outcome failed(const Frame &frame, const Instruction &instruction) const;
  Outcome failedAt(const Instruction &instruction, OperandTypes types, const Values &operands) const;
  Value caught(const Outcome &failure) const;
  std::optional<Outcome> askHost(Frame &frame, const Instruction &instruction, const Values &operands);
  std::optional<Outcome> leave(Frame &frame, const Instruction &instruction);

  const Module &module_;
  Host *host_;
  InterpreterLimits limits_;
  Value caught_; ///< for failure.take
  uint64_t steps_ = 0;
  uint32_t depth_ = 0;
};

} // namespace flow::ir
