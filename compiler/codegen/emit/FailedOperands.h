#pragma once
// The numbers of an operation that fails, for its message: "integer overflow: 127 + 1 does not fit i8".

#include "compiler/codegen/Emitter.h"

namespace flow::codegen {

/// Whether it is an operation of integers, or a conversion between numbers, all of at most 64 bits.
bool hasNumbersToTell(const Emitter &emitter, const ir::Instruction &instruction);
/// Writes the message into the context; `first` is the first operand.
void tellNumbers(Emitter &emitter, const ir::Instruction &instruction, abi::FailureKind kind, llvm::Value *first);

} // namespace flow::codegen
