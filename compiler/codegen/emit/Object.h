#pragma once
// Objects of runtime/abi/Objects.h: their memory, their users, and calls of runtime/abi/Values.h.

#include "compiler/codegen/emit/Builtin.h"

// Objects are derived from abi::Object, which lies at their begin; that offsets of their members are what they seem is
// asserted in Object.cpp.
#pragma clang diagnostic ignored "-Winvalid-offsetof"

namespace flow::codegen {

/// The address `offset` bytes behind another one.
llvm::Value *addressAt(Emitter &emitter, llvm::Value *base, uint64_t offset);
/// A member of the object's header; of null zero when `mayBeNull`.
llvm::Value *loadHeader(Emitter &emitter, llvm::Value *object, size_t offset, llvm::Type *type, bool mayBeNull);
void storeHeader(Emitter &emitter, llvm::Value *object, size_t offset, llvm::Value *value);
/// A value among the elements, entries or fields of an object.
Value loadPart(Emitter &emitter, const types::Type *type, llvm::Value *address);
void storePart(Emitter &emitter, const types::Type *type, llvm::Value *address, const Value &value);

/// One user more, or one less, of each object in the value.
void retain(Emitter &emitter, const Value &value, const types::Type *type);
void release(Emitter &emitter, const Value &value, const types::Type *type);

/// Fails when the function gave 1: memory was denied, and the context says so.
void failIfDenied(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *outcome);
/// Fails when memory for a text was denied.
void failIfTextDenied(Emitter &emitter, const ir::Instruction &instruction);
/// Fails when a function of Host.h returned nonzero. The failure is kept in the host context, so any site will do.
void failOfHost(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *outcome);
/// Memory for an object; its members are to be written.
llvm::Value *newObject(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *bytes);
/// The address of a stack slot that holds an object's address.
llvm::AllocaInst *spillObject(Emitter &emitter, llvm::Value *object);

/// A function that only one of may be called: emits `then` where the condition (i1) holds.
void emitWhen(Emitter &emitter, llvm::Value *condition, llvm::function_ref<void()> then, bool isRare = false);

/// What `then` gives where the condition (i1) holds, else what `otherwise` gives: as many leaves.
Value emitEither(Emitter &emitter, llvm::Value *condition, llvm::function_ref<Value()> then,
                 llvm::function_ref<Value()> otherwise, bool isRare = false);

} // namespace flow::codegen
