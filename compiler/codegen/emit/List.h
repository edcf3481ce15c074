#pragma once
// Lists: the address of an abi::ListObject, null for the empty list.

#include "compiler/codegen/emit/Object.h"

namespace flow::codegen {

/// i64; known to be small and not negative.
llvm::Value *listLength(Emitter &emitter, llvm::Value *list);
/// The address of the element at an index (i64) that is in range.
llvm::Value *elementAddress(Emitter &emitter, llvm::Value *list, llvm::Value *index, const types::Type *element);
/// Fails with IndexOutOfBounds unless the index is below the limit (i64); gives whether it is.
llvm::Value *checkIndex(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *index, llvm::Value *limit,
                        llvm::Value *length);
/// Fails with IndexOutOfBounds unless the list has an element at the index (i64); gives whether it has.
llvm::Value *checkElement(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *list, llvm::Value *index);
/// A call of a function of Values.h that changes the list; gives the changed one.
llvm::Value *changeList(Emitter &emitter, const ir::Instruction &instruction, const char *symbol, llvm::Value *list,
                        llvm::ArrayRef<llvm::Value *> more);
/// The list, of which nobody else is a user.
llvm::Value *ownList(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *list,
                     const types::Type *element);

} // namespace flow::codegen
