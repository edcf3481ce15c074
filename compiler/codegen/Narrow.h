#pragma once
// 128-bit values that are known to be the sign extension of 64 bits. Decimals are mostly such; fast code
// computes with the 64 bits and keeps the extension only for the type's sake.

#include "compiler/codegen/TypeMap.h"

namespace flow::codegen {

/// The 64 bits that `value` is the sign extension of (itself, if it has no more), or null.
llvm::Value *narrowed(llvm::IRBuilderBase &builder, llvm::Value *value);
/// A select that keeps narrow values narrow.
llvm::Value *choose(llvm::IRBuilderBase &builder, llvm::Value *condition, llvm::Value *then, llvm::Value *otherwise);
Value choose(llvm::IRBuilderBase &builder, llvm::Value *condition, const Value &then, const Value &otherwise);

} // namespace flow::codegen
