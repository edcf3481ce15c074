#pragma once
// What calls of functions and of function values share.

#include "compiler/codegen/emit/Ops.h"

namespace flow::codegen {

/// Leaves a message of the program's own in the context.
void failWithText(Emitter &emitter, abi::FailureKind kind, const Value &text);
/// Endless recursion becomes a failure.
void checkStack(Emitter &emitter, const ir::Instruction &instruction);
/// Fails when the site (i32) that a callee returned is not 0: with that site, or where that is no place the call's.
void failOfCallee(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *site);

} // namespace flow::codegen
