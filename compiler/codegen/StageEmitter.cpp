#include "compiler/codegen/StageEmitter.h"

#include "compiler/codegen/Narrow.h"
#include "runtime/abi/Kernel.h"

#include <llvm/IR/MDBuilder.h>

namespace flow::codegen {

using abi::StageCall;
using types::Leaf;

StageEmitter::StageEmitter(ModuleEmitter &module, uint32_t functionIndex, llvm::Function *kernel, const RowSlice *slice)
    : module_(module), index_(functionIndex), row_(module.source().functions[functionIndex]), kernel_(kernel),
      builder_(kernel->getContext()), slice_(slice), call_(kernel->getArg(0)) {}

llvm::Value *StageEmitter::field(size_t offset, llvm::Type *type, const char *name) {
  llvm::Value *address = builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), call_, offset);
  return builder_.CreateLoad(type, address, name);
}

std::vector<StageEmitter::Column> StageEmitter::loadColumns(size_t offset, TypeList types, const char *name,
                                                            llvm::function_ref<bool(uint32_t)> isUsed) {
  std::vector<Column> columns;
  if (types.empty()) return columns;
  llvm::Type *pointer = builder_.getPtrTy();
  llvm::Value *array = field(offset, pointer, name);
  auto load = [&](size_t byte, const llvm::Twine &label) {
    return builder_.CreateLoad(pointer, builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), array, byte), label);
  };
  for (uint32_t i = 0; i < types.size(); ++i) {
    size_t at = i * sizeof(abi::KernelColumn);
    Column column;
    column.type = types[i];
    if (!isUsed(i)) {
      columns.push_back(column);
      continue;
    }
    column.data = load(at + offsetof(abi::KernelColumn, data), name);
    if (types[i]->isOptional()) column.valid = load(at + offsetof(abi::KernelColumn, valid), name);
    columns.push_back(column);
  }
  return columns;
}

void StageEmitter::loadCaptures() {
  std::vector<const types::Type *> captured(row_.parameters.begin() + row_.columnParameters, row_.parameters.end());
  if (captured.empty()) return;
  llvm::Value *base = field(offsetof(StageCall, captures), builder_.getPtrTy(), "captures");
  types::Layout layout = types::layoutOf(captured);
  for (size_t i = 0; i < captured.size(); ++i) {
    llvm::Value *at = builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), base, layout.offsets[i]);
    captures_.push_back(loadValue(builder_, module_.types(), captured[i], at));
  }
}

void StageEmitter::makeAccessKinds() {
  llvm::LLVMContext &context = builder_.getContext();
  llvm::MDBuilder metadata(context);
  llvm::MDNode *domain = metadata.createAnonymousAliasScopeDomain("columns");
  auto scope = [&](const char *name) {
    return llvm::MDNode::get(context, {metadata.createAnonymousAliasScope(domain, name)});
  };
  readScope_ = scope("read");
  writtenScope_ = scope("written");
  accumulatedScope_ = scope("accumulated");
  rowAccess_ = llvm::MDNode::getDistinct(context, {});
}

void StageEmitter::markScopes(llvm::Instruction *access, llvm::MDNode *own, llvm::ArrayRef<llvm::Metadata *> others) {
  access->setMetadata(llvm::LLVMContext::MD_alias_scope, own);
  access->setMetadata(llvm::LLVMContext::MD_noalias, llvm::MDNode::get(builder_.getContext(), others));
}

void StageEmitter::markRead(llvm::Instruction *access) {
  markScopes(access, readScope_, {writtenScope_->getOperand(0), accumulatedScope_->getOperand(0)});
  access->setMetadata(llvm::LLVMContext::MD_access_group, rowAccess_);
}

void StageEmitter::markWritten(llvm::Instruction *access) {
  markScopes(access, writtenScope_, {readScope_->getOperand(0), accumulatedScope_->getOperand(0)});
  access->setMetadata(llvm::LLVMContext::MD_access_group, rowAccess_);
}

void StageEmitter::markAccumulated(llvm::Instruction *access, bool isIndependent) {
  markScopes(access, accumulatedScope_, {readScope_->getOperand(0), writtenScope_->getOperand(0)});
  if (isIndependent) access->setMetadata(llvm::LLVMContext::MD_access_group, rowAccess_);
}

/// A leaf of the row's value in the column: columns are arrays of what a plain value is in memory.
llvm::Value *StageEmitter::elementOf(const Column &column, const Leaf &leaf) {
  const types::Layout &layout = module_.types().layout(column.type->plain());
  llvm::Type *element = module_.types().memoryType(leaf.kind);
  if (layout.leaves.size() == 1) return builder_.CreateInBoundsGEP(element, column.data, current_);
  auto *whole = llvm::ArrayType::get(builder_.getInt8Ty(), layout.size);
  llvm::Value *base = builder_.CreateInBoundsGEP(whole, column.data, current_);
  return builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), base, leaf.offset);
}

std::vector<Value> StageEmitter::loadRow(Failures *fast) {
  std::vector<Value> arguments;
  auto load = [&](Leaf::Kind kind, llvm::Value *address) -> llvm::Value * {
    if (kind == Leaf::Kind::I128 && fast) return loadHalves(address, *fast);
    auto *loaded = builder_.CreateLoad(module_.types().memoryType(kind), address);
    markRead(loaded);
    return kind == Leaf::Kind::Bool ? builder_.CreateICmpNE(loaded, builder_.getInt8(0)) : loaded;
  };
  for (const Column &column : inputs_) {
    Value &argument = arguments.emplace_back();
    if (!column.data) continue;
    for (const Leaf &leaf : module_.types().layout(column.type->plain()).leaves)
      argument.push_back(load(leaf.kind, elementOf(column, leaf)));
    if (!column.valid) continue;
    llvm::Value *at = builder_.CreateInBoundsGEP(builder_.getInt8Ty(), column.valid, current_);
    argument.push_back(load(Leaf::Kind::Bool, at));
  }
  arguments.insert(arguments.end(), captures_.begin(), captures_.end());
  return arguments;
}

llvm::Value *StageEmitter::upperHalf(llvm::Value *address) {
  return builder_.CreateConstInBoundsGEP1_64(builder_.getInt64Ty(), address, 1);
}

/// 128 bits that mostly are the extension of 64: others make the batch suspect.
llvm::Value *StageEmitter::loadHalves(llvm::Value *address, Failures &failures) {
  auto load = [&](llvm::Value *at) {
    llvm::LoadInst *loaded = builder_.CreateLoad(builder_.getInt64Ty(), at);
    markRead(loaded);
    return loaded;
  };
  llvm::Value *lower = load(address), *upper = load(upperHalf(address));
  failures.failIf(builder_.CreateICmpNE(builder_.CreateAShr(lower, 63), upper), 0, std::nullopt);
  return builder_.CreateSExt(lower, builder_.getInt128Ty());
}

void StageEmitter::storeHalves(llvm::Value *address, llvm::Value *narrow) {
  markWritten(builder_.CreateStore(narrow, address));
  markWritten(builder_.CreateStore(builder_.CreateAShr(narrow, 63), upperHalf(address)));
}

void StageEmitter::storeOutput(const Column &column, const Value &value) {
  const types::Layout &layout = module_.types().layout(column.type->plain());
  for (size_t i = 0; i < layout.leaves.size(); ++i) {
    llvm::Value *leaf = value[i];
    if (column.valid) leaf = choose(builder_, value.back(), leaf, llvm::Constant::getNullValue(leaf->getType()));
    llvm::Value *address = elementOf(column, layout.leaves[i]);
    llvm::Value *narrow = layout.leaves[i].kind == Leaf::Kind::I128 ? narrowed(builder_, leaf) : nullptr;
    if (narrow)
      storeHalves(address, narrow);
    else
      markWritten(storeLeaf(builder_, layout.leaves[i].kind, address, leaf));
  }
  if (!column.valid) return;
  llvm::Value *at = builder_.CreateInBoundsGEP(builder_.getInt8Ty(), column.valid, current_);
  markWritten(storeLeaf(builder_, Leaf::Kind::Bool, at, value.back()));
}

void StageEmitter::storeRow(llvm::ArrayRef<Value> results) {
  if (row_.filters && !row_.hidesMask && (!slice_ || slice_->needsResult(0))) {
    llvm::Value *at = builder_.CreateInBoundsGEP(builder_.getInt8Ty(), mask_, current_);
    markWritten(storeLeaf(builder_, Leaf::Kind::Bool, at, results[0][0]));
  }
  size_t first = row_.filters ? 1 : 0;
  for (size_t i = 0; i < outputs_.size(); ++i)
    if (outputs_[i].data) storeOutput(outputs_[i], results[first + i]);
}

} // namespace flow::codegen
