#pragma once
// Lists: a pointer to an immutable abi::ListObject (runtime/abi/ListObject.h), null for the empty list.

#include "compiler/codegen/emit/Builtin.h"

namespace flow::codegen {

/// i64.
llvm::Value *listLength(Emitter &emitter, llvm::Value *list);
/// The element at an index (i64) that is in range.
Value listElement(Emitter &emitter, llvm::Value *list, llvm::Value *index, const types::Type *element);
/// Marks the lists in a value as having more than one reference.
void markShared(Emitter &emitter, const Value &value, const types::Type *type);
/// Fails when a function of Host.h returned nonzero. The failure is kept in the host context, so any site
/// will do.
void failOfHost(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *outcome);

} // namespace flow::codegen
