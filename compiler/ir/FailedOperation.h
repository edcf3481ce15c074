#pragma once
// What the message of a failed operation says of its operands: of generated code and of the interpreter alike.

#include "compiler/ir/OpTyping.h"
#include "compiler/ir/Value.h"
#include "runtime/abi/FailureTexts.h"

namespace flow::ir {

/// Of an operation on integers, or of a conversion between numbers, all of at most 64 bits; else nothing.
std::optional<abi::FailedNumbers> failedNumbers(const Instruction &instruction, OperandTypes types,
                                                abi::FailureKind kind);

struct FailedOperation {
  abi::FailureKind kind = abi::FailureKind::Failure;
  std::string message;
};
/// Of an operation that `evaluate` has no result for; nothing when its site says all that there is to say.
std::optional<FailedOperation> failedOperation(const Instruction &instruction, OperandTypes types,
                                               std::span<const Value> operands);

} // namespace flow::ir
