#include "compiler/codegen/TypeMap.h"

namespace flow::codegen {

using types::Layout;
using types::Leaf;

const Layout &TypeMap::layout(const types::Type *type) {
  std::unique_ptr<Layout> &known = layouts_[type];
  if (!known) known = std::make_unique<Layout>(types::layoutOf(type));
  return *known;
}

llvm::Type *TypeMap::registerType(Leaf::Kind kind) const {
  return kind == Leaf::Kind::Bool ? llvm::Type::getInt1Ty(context_) : memoryType(kind);
}

llvm::Type *TypeMap::memoryType(Leaf::Kind kind) const {
  switch (kind) {
  case Leaf::Kind::Bool:
  case Leaf::Kind::I8: return llvm::Type::getInt8Ty(context_);
  case Leaf::Kind::I16: return llvm::Type::getInt16Ty(context_);
  case Leaf::Kind::I32: return llvm::Type::getInt32Ty(context_);
  case Leaf::Kind::I64: return llvm::Type::getInt64Ty(context_);
  case Leaf::Kind::I128: return llvm::Type::getInt128Ty(context_);
  case Leaf::Kind::F32: return llvm::Type::getFloatTy(context_);
  case Leaf::Kind::F64: return llvm::Type::getDoubleTy(context_);
  case Leaf::Kind::Pointer: return llvm::PointerType::getUnqual(context_);
  }
  llvm_unreachable("a leaf has one of the kinds above");
}

void TypeMap::appendRegisterTypes(const types::Type *type, llvm::SmallVectorImpl<llvm::Type *> &types) {
  for (const Leaf &leaf : layout(type).leaves) types.push_back(registerType(leaf.kind));
}

Value TypeMap::zero(const types::Type *type) {
  Value result;
  for (const Leaf &leaf : layout(type).leaves) result.push_back(llvm::Constant::getNullValue(registerType(leaf.kind)));
  return result;
}

llvm::Value *loadLeaf(llvm::IRBuilderBase &builder, const TypeMap &types, Leaf::Kind kind, llvm::Value *address) {
  llvm::LoadInst *loaded = builder.CreateLoad(types.memoryType(kind), address);
  if (kind != Leaf::Kind::Bool) return loaded;
  return builder.CreateICmpNE(loaded, builder.getInt8(0));
}

llvm::StoreInst *storeLeaf(llvm::IRBuilderBase &builder, Leaf::Kind kind, llvm::Value *address, llvm::Value *leaf) {
  if (kind == Leaf::Kind::Bool) leaf = builder.CreateZExt(leaf, builder.getInt8Ty());
  return builder.CreateStore(leaf, address);
}

static llvm::Value *leafAddress(llvm::IRBuilderBase &builder, llvm::Value *address, const Leaf &leaf) {
  return leaf.offset == 0 ? address : builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), address, leaf.offset);
}

Value loadValue(llvm::IRBuilderBase &builder, TypeMap &types, const types::Type *type, llvm::Value *address) {
  Value result;
  for (const Leaf &leaf : types.layout(type).leaves)
    result.push_back(loadLeaf(builder, types, leaf.kind, leafAddress(builder, address, leaf)));
  return result;
}

void storeValue(llvm::IRBuilderBase &builder, TypeMap &types, const types::Type *type, llvm::Value *address,
                const Value &value) {
  const Layout &layout = types.layout(type);
  for (size_t i = 0; i < value.size(); ++i)
    storeLeaf(builder, layout.leaves[i].kind, leafAddress(builder, address, layout.leaves[i]), value[i]);
}

} // namespace flow::codegen
