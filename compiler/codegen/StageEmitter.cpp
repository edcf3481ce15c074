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
  readScope_ = llvm::MDNode::get(context, {metadata.createAnonymousAliasScope(domain, "read")});
  writtenScope_ = llvm::MDNode::get(context, {metadata.createAnonymousAliasScope(domain, "written")});
  rowAccess_ = llvm::MDNode::getDistinct(context, {});
}

void StageEmitter::markRead(llvm::Instruction *access) {
  access->setMetadata(llvm::LLVMContext::MD_alias_scope, readScope_);
  access->setMetadata(llvm::LLVMContext::MD_noalias, writtenScope_);
  access->setMetadata(llvm::LLVMContext::MD_access_group, rowAccess_);
}

void StageEmitter::markWritten(llvm::Instruction *access) {
  access->setMetadata(llvm::LLVMContext::MD_alias_scope, writtenScope_);
  access->setMetadata(llvm::LLVMContext::MD_noalias, readScope_);
  access->setMetadata(llvm::LLVMContext::MD_access_group, rowAccess_);
}

void StageEmitter::begin() {
  entry_ = llvm::BasicBlock::Create(builder_.getContext(), "entry", kernel_);
  builder_.SetInsertPoint(entry_);
  uint32_t first = row_.filters ? 1 : 0;
  TypeList results = row_.results, parameters = row_.parameters;
  context_ = field(offsetof(StageCall, context), builder_.getPtrTy(), "context");
  inputs_ = loadColumns(offsetof(StageCall, inputs), parameters.take_front(row_.columnParameters), "input",
                        [&](uint32_t i) { return !slice_ || slice_->needs(i); });
  outputs_ = loadColumns(offsetof(StageCall, outputs), results.drop_front(first), "output",
                         [&](uint32_t i) { return !slice_ || slice_->needsResult(i + first); });
  if (row_.filters) mask_ = field(offsetof(StageCall, mask), builder_.getPtrTy(), "mask");
  loadCaptures();
  llvm::Value *rows = field(offsetof(StageCall, rows), builder_.getInt32Ty(), "rows");
  llvm::MDBuilder metadata(builder_.getContext());
  llvm::cast<llvm::LoadInst>(rows)->setMetadata(
      llvm::LLVMContext::MD_range, metadata.createRange(llvm::APInt(32, 0), llvm::APInt(32, abi::kBatchRows + 1)));
  rows_ = builder_.CreateZExt(rows, builder_.getInt64Ty());
  makeAccessKinds();
}

void StageEmitter::beginLoop() {
  loop_ = llvm::BasicBlock::Create(builder_.getContext(), "loop", kernel_);
  done_ = llvm::BasicBlock::Create(builder_.getContext(), "done", kernel_);
  builder_.CreateCondBr(builder_.CreateICmpNE(rows_, builder_.getInt64(0)), loop_, done_);
  builder_.SetInsertPoint(loop_);
  current_ = builder_.CreatePHI(builder_.getInt64Ty(), 2, "row");
  current_->addIncoming(builder_.getInt64(0), entry_);
}

void StageEmitter::endLoop() {
  llvm::Value *next = builder_.CreateAdd(current_, builder_.getInt64(1), "", /*HasNUW=*/true, /*HasNSW=*/true);
  current_->addIncoming(next, builder_.GetInsertBlock());
  llvm::BranchInst *again = builder_.CreateCondBr(builder_.CreateICmpEQ(next, rows_), done_, loop_);
  llvm::LLVMContext &context = builder_.getContext();
  llvm::Metadata *independent[] = {llvm::MDString::get(context, "llvm.loop.parallel_accesses"), rowAccess_};
  // Vectors are long already; more of them side by side only makes the code longer.
  llvm::Metadata *one[] = {llvm::MDString::get(context, "llvm.loop.interleave.count"),
                           llvm::ConstantAsMetadata::get(builder_.getInt32(1))};
  llvm::MDNode *loop = llvm::MDNode::getDistinct(
      context, {nullptr, llvm::MDNode::get(context, independent), llvm::MDNode::get(context, one)});
  loop->replaceOperandWith(0, loop); // a loop's metadata begins with itself
  again->setMetadata(llvm::LLVMContext::MD_loop, loop);
  builder_.SetInsertPoint(done_);
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
  if (row_.filters && (!slice_ || slice_->needsResult(0))) {
    llvm::Value *at = builder_.CreateInBoundsGEP(builder_.getInt8Ty(), mask_, current_);
    markWritten(storeLeaf(builder_, Leaf::Kind::Bool, at, results[0][0]));
  }
  size_t first = row_.filters ? 1 : 0;
  for (size_t i = 0; i < outputs_.size(); ++i)
    if (outputs_[i].data) storeOutput(outputs_[i], results[first + i]);
}

void StageEmitter::emitFast() {
  begin();
  beginLoop();
  GatheredFailures failures(builder_, entry_);
  Scope scope{module_, builder_, kernel_, entry_, &failures, context_};
  std::vector<Value> arguments = loadRow(&failures);
  storeRow(Emitter(scope, index_).emitBody(arguments, nullptr, slice_));
  endLoop();
  builder_.CreateRet(failures.result());
}

void StageEmitter::emitExact() {
  begin();
  beginLoop();
  llvm::SmallVector<llvm::Value *> arguments{context_};
  for (const Value &argument : loadRow(nullptr)) arguments.append(argument.begin(), argument.end());
  llvm::CallInst *made = builder_.CreateCall(module_.exactFunction(index_), arguments);
  made->setCallingConv(llvm::CallingConv::Fast);
  llvm::Value *site = builder_.CreateExtractValue(made, 0);
  auto *failed = llvm::BasicBlock::Create(builder_.getContext(), "failed", kernel_);
  auto *succeeded = llvm::BasicBlock::Create(builder_.getContext(), "", kernel_);
  builder_.CreateCondBr(builder_.CreateICmpEQ(site, builder_.getInt32(0)), succeeded, failed);

  builder_.SetInsertPoint(failed);
  llvm::Value *at = builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), call_, offsetof(StageCall, failedRow));
  builder_.CreateStore(builder_.CreateTrunc(current_, builder_.getInt32Ty()), at);
  builder_.CreateRet(site);

  builder_.SetInsertPoint(succeeded);
  std::vector<Value> results;
  unsigned next = 1;
  for (const types::Type *type : row_.results) {
    Value &result = results.emplace_back();
    for (size_t i = 0; i < module_.types().layout(type).leaves.size(); ++i)
      result.push_back(builder_.CreateExtractValue(made, next++));
  }
  storeRow(results);
  endLoop();
  builder_.CreateRet(builder_.getInt32(0));
}

} // namespace flow::codegen
