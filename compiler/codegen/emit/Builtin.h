#pragma once
// Calls of C functions by the rules of runtime/abi/Functions.h, which follow from the types and the flags
// alone.

#include "compiler/codegen/emit/Ops.h"
#include "runtime/abi/Functions.h"

namespace flow::codegen {

/// A value with its Flow type, as an argument.
struct Argument {
  const Value *value;
  const types::Type *type;
};

struct RuntimeResult {
  Value value;
  llvm::Value *failed = nullptr; ///< i1, of functions that may fail
};

/// An argument in the form in which C takes it: texts and decimals by address.
llvm::Value *lowerArgument(Emitter &emitter, const Value &value, const types::Type *type);
/// `arguments` are lowered.
RuntimeResult callRuntime(Emitter &emitter, const abi::FunctionInfo &callee, llvm::ArrayRef<llvm::Value *> arguments,
                          const types::Type *result);
/// An operation of Operations.def over Flow values that cannot fail.
Value callOperation(Emitter &emitter, abi::OperationId operation, llvm::ArrayRef<Argument> arguments,
                    const types::Type *result);
/// A C function that no table of signatures has (Host.h); nothing is extended or spilled.
llvm::CallInst *callC(Emitter &emitter, const char *symbol, llvm::Type *result,
                      llvm::ArrayRef<llvm::Value *> arguments);

} // namespace flow::codegen
