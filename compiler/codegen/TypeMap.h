#pragma once
// Flow types as LLVM types. In registers a value is the list of its leaves (types/Layout.h), so optionals,
// strings and records need no LLVM aggregates, and selects, phis and vectorization see plain scalars. A bool
// leaf is i1 in registers and one byte in memory.

#include "compiler/types/Layout.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/DerivedTypes.h>
#include <llvm/IR/IRBuilder.h>

#include <memory>

namespace flow::codegen {

/// The leaves of a value.
using Value = llvm::SmallVector<llvm::Value *, 2>;

class TypeMap {
public:
  explicit TypeMap(llvm::LLVMContext &context) : context_(context) {}

  /// Kept, because ops ask for the same few types again and again.
  const types::Layout &layout(const types::Type *type);
  llvm::Type *registerType(types::Leaf::Kind kind) const;
  llvm::Type *memoryType(types::Leaf::Kind kind) const;
  /// The type of a scalar's only leaf.
  llvm::Type *scalar(const types::Type *type) { return registerType(layout(type).leaves[0].kind); }
  void appendRegisterTypes(const types::Type *type, llvm::SmallVectorImpl<llvm::Type *> &types);
  /// All leaves zero: false, 0, "", none, the empty list.
  Value zero(const types::Type *type);

private:
  llvm::LLVMContext &context_;
  llvm::DenseMap<const types::Type *, std::unique_ptr<types::Layout>> layouts_;
};

/// Loads the leaves of a value at `address`, or stores them.
Value loadValue(llvm::IRBuilderBase &builder, TypeMap &types, const types::Type *type, llvm::Value *address);
void storeValue(llvm::IRBuilderBase &builder, TypeMap &types, const types::Type *type, llvm::Value *address,
                const Value &value);
/// One leaf from and to memory: bools change their width.
llvm::Value *loadLeaf(llvm::IRBuilderBase &builder, const TypeMap &types, types::Leaf::Kind kind, llvm::Value *address);
llvm::StoreInst *storeLeaf(llvm::IRBuilderBase &builder, types::Leaf::Kind kind, llvm::Value *address,
                           llvm::Value *leaf);

} // namespace flow::codegen
