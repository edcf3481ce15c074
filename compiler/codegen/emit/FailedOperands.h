#pragma once
// The values of an operation that fails, for its message: "integer overflow: 9223372036854775807 + 1".

#include "compiler/codegen/Emitter.h"

namespace flow::codegen {

/// Whether it is an operation of integers, or a conversion of a number to one, all of at most 64 bits.
bool hasOperandsToTell(const Emitter &emitter, const ir::Instruction &instruction);
/// Writes the message into the context.
void tellOperands(Emitter &emitter, const ir::Instruction &instruction, abi::FailureKind kind);

} // namespace flow::codegen
