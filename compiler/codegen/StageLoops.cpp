// The loops of the kernels of a stage: see StageEmitter.h.

#include "compiler/codegen/StageEmitter.h"

#include "runtime/abi/Kernel.h"
#include "runtime/abi/KernelContext.h"

#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/MDBuilder.h>

namespace flow::codegen {

using abi::StageCall;

void StageEmitter::begin() {
  entry_ = llvm::BasicBlock::Create(builder_.getContext(), "entry", kernel_);
  builder_.SetInsertPoint(entry_);
  uint32_t first = row_.filters ? 1 : 0;
  TypeList results = row_.results, parameters = row_.parameters;
  context_ = field(offsetof(StageCall, context), builder_.getPtrTy(), "context");
  inputs_ = loadColumns(offsetof(StageCall, inputs), parameters.take_front(row_.columnParameters), "input",
                        [&](uint32_t i) { return !slice_ || slice_->needs(i); });
  outputs_ = loadColumns(offsetof(StageCall, outputs), results.slice(first, row_.computedResults()), "output",
                         [&](uint32_t i) { return !slice_ || slice_->needsResult(i + first); });
  if (row_.filters && !row_.hidesMask) mask_ = field(offsetof(StageCall, mask), builder_.getPtrTy(), "mask");
  if (!row_.accumulations.empty()) {
    accumulators_ = field(offsetof(StageCall, accumulators), builder_.getPtrTy(), "accumulators");
    firstRow_ = field(offsetof(StageCall, firstRow), builder_.getInt64Ty(), "first");
  }
  loadCaptures();
  llvm::Value *rows = field(offsetof(StageCall, rows), builder_.getInt32Ty(), "rows");
  llvm::MDBuilder metadata(builder_.getContext());
  llvm::cast<llvm::LoadInst>(rows)->setMetadata(
      llvm::LLVMContext::MD_range, metadata.createRange(llvm::APInt(32, 0), llvm::APInt(32, abi::kBatchRows + 1)));
  rows_ = builder_.CreateZExt(rows, builder_.getInt64Ty());
  makeAccessKinds();
}

// ---- loops

StageEmitter::Loop StageEmitter::beginLoop(llvm::Value *from, llvm::Value *to, const llvm::Twine &name) {
  llvm::BasicBlock *before = builder_.GetInsertBlock();
  Loop loop;
  loop.body = llvm::BasicBlock::Create(builder_.getContext(), name, kernel_);
  loop.done = llvm::BasicBlock::Create(builder_.getContext(), name + ".done", kernel_);
  loop.end = to;
  builder_.CreateBr(loop.body);
  builder_.SetInsertPoint(loop.body);
  loop.at = builder_.CreatePHI(builder_.getInt64Ty(), 2, "row");
  loop.at->addIncoming(from, before);
  return loop;
}

void StageEmitter::endLoop(Loop &loop, uint64_t step, llvm::MDNode *kind) {
  llvm::Value *next = builder_.CreateAdd(loop.at, builder_.getInt64(step), "", /*HasNUW=*/true, /*HasNSW=*/true);
  loop.at->addIncoming(next, builder_.GetInsertBlock());
  llvm::BranchInst *again = builder_.CreateCondBr(builder_.CreateICmpEQ(next, loop.end), loop.done, loop.body);
  if (kind) again->setMetadata(llvm::LLVMContext::MD_loop, kind);
  builder_.SetInsertPoint(loop.done);
}

void StageEmitter::emitRows(llvm::Value *from, llvm::Value *to, llvm::function_ref<void()> body,
                            llvm::MDNode *loopKind) {
  auto *some = llvm::BasicBlock::Create(builder_.getContext(), "some", kernel_);
  auto *after = llvm::BasicBlock::Create(builder_.getContext(), "after", kernel_);
  builder_.CreateCondBr(builder_.CreateICmpNE(from, to), some, after);
  builder_.SetInsertPoint(some);
  Loop loop = beginLoop(from, to, "loop");
  current_ = loop.at;
  body();
  endLoop(loop, 1, loopKind);
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
}

llvm::MDNode *StageEmitter::loopKind(llvm::ArrayRef<llvm::Metadata *> properties) {
  llvm::SmallVector<llvm::Metadata *> operands{nullptr};
  operands.append(properties.begin(), properties.end());
  llvm::MDNode *kind = llvm::MDNode::getDistinct(builder_.getContext(), operands);
  kind->replaceOperandWith(0, kind); // a loop's metadata begins with itself
  return kind;
}

/// Vectors are long already; more of them side by side only makes the code longer. A width of 0 is LLVM's to choose.
llvm::MDNode *StageEmitter::independentRows(unsigned vectorWidth) {
  llvm::LLVMContext &context = builder_.getContext();
  auto number = [&](const char *name, unsigned value) {
    return llvm::MDNode::get(context, {llvm::MDString::get(context, name),
                                       llvm::ConstantAsMetadata::get(builder_.getInt32(value))});
  };
  llvm::SmallVector<llvm::Metadata *> properties{
      llvm::MDNode::get(context, {llvm::MDString::get(context, "llvm.loop.parallel_accesses"), rowAccess_}),
      number("llvm.loop.interleave.count", 1)};
  if (vectorWidth > 0) properties.push_back(number("llvm.loop.vectorize.width", vectorWidth));
  return loopKind(properties);
}

llvm::MDNode *StageEmitter::rowByRow() {
  llvm::LLVMContext &context = builder_.getContext();
  llvm::Metadata *off = llvm::ConstantAsMetadata::get(builder_.getFalse());
  return loopKind({llvm::MDNode::get(context, {llvm::MDString::get(context, "llvm.loop.vectorize.enable"), off})});
}

// ---- rows

llvm::Value *StageEmitter::laneOf(llvm::Value *row) {
  return builder_.CreateAnd(builder_.CreateAdd(firstRow_, row), abi::kLanes - 1, "lane");
}

void StageEmitter::accumulate(llvm::ArrayRef<Value> results, llvm::Value *lane, Failures *fast, bool isIndependent) {
  LaneAccumulators(row_, builder_, accumulators_, [&](llvm::Instruction *access) {
    markAccumulated(access, isIndependent);
  }).add(results, lane, fast, slice_);
}

void StageEmitter::emitFastRow(GatheredFailures &failures, llvm::Value *lane, bool isIndependent) {
  Scope scope{module_, builder_, kernel_, entry_, &failures, context_};
  std::vector<Value> arguments = loadRow(&failures);
  std::vector<Value> results = Emitter(scope, index_).emitBody(arguments, nullptr, slice_);
  storeRow(results);
  if (lane) accumulate(results, lane, &failures, isIndependent);
}

void StageEmitter::emitFast() {
  if (row_.accumulations.empty()) return emitPlain();
  if (row_.accumulatesByGroup) return emitGrouped();
  llvm::Function *edge = makeEdge();
  StageEmitter(module_, index_, edge, slice_).emitEdge();
  emitBlocks(edge);
}

void StageEmitter::emitPlain() {
  begin();
  GatheredFailures failures(builder_, entry_);
  emitRows(builder_.getInt64(0), rows_, [&] { emitFastRow(failures, nullptr, true); }, independentRows(0));
  builder_.CreateRet(failures.result());
}

void StageEmitter::emitGrouped() {
  begin();
  llvm::Value *places = field(offsetof(StageCall, places), builder_.getPtrTy(), "places");
  auto body = [&] {
    llvm::LoadInst *place =
        builder_.CreateLoad(builder_.getInt32Ty(), builder_.CreateInBoundsGEP(builder_.getInt32Ty(), places, current_));
    markRead(place);
    IgnoredFailures none;
    Scope scope{module_, builder_, kernel_, entry_, &none, context_};
    std::vector<Value> results = Emitter(scope, index_).emitBody(loadRow(nullptr), nullptr, slice_);
    accumulate(results, builder_.CreateZExt(place, builder_.getInt64Ty(), "place"), nullptr, false);
  };
  emitRows(builder_.getInt64(0), rows_, body, rowByRow());
  builder_.CreateRet(builder_.getInt32(0));
}

// ---- blocks

/// Something that a vector cannot do in all its lanes at once.
static bool callsOut(const llvm::Function &function, const ModuleEmitter &module) {
  for (const llvm::BasicBlock &block : function)
    for (const llvm::Instruction &instruction : block) {
      const auto *call = llvm::dyn_cast<llvm::CallInst>(&instruction);
      if (!call || llvm::isa<llvm::IntrinsicInst>(call)) continue;
      if (!module.isLeaf(call->getCalledFunction()->getName())) return true;
    }
  return false;
}

llvm::Function *StageEmitter::makeEdge() {
  llvm::Type *number = builder_.getInt64Ty();
  auto *type = llvm::FunctionType::get(builder_.getInt32Ty(), {builder_.getPtrTy(), number, number}, false);
  llvm::Function *edge = module_.internalFunction(type, "edge");
  edge->addFnAttr(llvm::Attribute::NoInline);
  return edge;
}

void StageEmitter::emitEdge() {
  begin();
  GatheredFailures failures(builder_, entry_);
  auto body = [&] { emitFastRow(failures, laneOf(current_), false); };
  emitRows(kernel_->getArg(1), kernel_->getArg(2), body, rowByRow());
  builder_.CreateRet(failures.result());
}

llvm::Value *StageEmitter::callEdge(llvm::Function *edge, llvm::Value *from, llvm::Value *to) {
  llvm::CallInst *suspect = builder_.CreateCall(edge, {call_, from, to});
  suspect->setCallingConv(edge->getCallingConv());
  return suspect;
}

void StageEmitter::emitBlocks(llvm::Function *edge) {
  begin();
  llvm::Value *zero = builder_.getInt64(0);
  if (!module_.factsOf(index_).straight || callsOut(*edge, module_)) {
    builder_.CreateRet(callEdge(edge, zero, rows_));
    return;
  }
  // Up to the first row of lane 0; from there on as many whole blocks as there are.
  llvm::Value *toLaneZero = builder_.CreateAnd(builder_.CreateNeg(firstRow_), abi::kLanes - 1);
  llvm::Value *first = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::umin, toLaneZero, rows_);
  llvm::Value *whole = builder_.CreateAnd(builder_.CreateSub(rows_, first), ~uint64_t(abi::kLanes - 1));
  llvm::Value *end = builder_.CreateAdd(first, whole);
  llvm::Value *suspect = callEdge(edge, zero, first);
  auto *some = llvm::BasicBlock::Create(builder_.getContext(), "some", kernel_);
  auto *after = llvm::BasicBlock::Create(builder_.getContext(), "after", kernel_);
  builder_.CreateCondBr(builder_.CreateICmpNE(whole, zero), some, after);

  builder_.SetInsertPoint(some);
  Loop blocks = beginLoop(first, end, "blocks");
  Loop lanes = beginLoop(zero, builder_.getInt64(abi::kLanes), "lanes");
  current_ = builder_.CreateAdd(blocks.at, lanes.at, "", /*HasNUW=*/true, /*HasNSW=*/true);
  GatheredFailures failures(builder_, entry_, Lane{lanes.at, rowAccess_});
  emitFastRow(failures, lanes.at, true);
  endLoop(lanes, 1, independentRows(abi::kLanes));
  endLoop(blocks, abi::kLanes, nullptr);
  builder_.CreateBr(after);

  builder_.SetInsertPoint(after);
  suspect = builder_.CreateOr(suspect, callEdge(edge, end, rows_));
  builder_.CreateRet(builder_.CreateOr(suspect, failures.result()));
}

// ---- exact

void StageEmitter::emitExact() {
  begin();
  auto body = [&] {
    std::vector<Value> results = emitExactRow();
    storeRow(results);
    if (accumulators_) accumulate(results, laneOf(current_), nullptr, false);
  };
  emitRows(builder_.getInt64(0), rows_, body, nullptr);
  builder_.CreateRet(builder_.getInt32(0));
}

/// Returns from the kernel when the row fails.
std::vector<Value> StageEmitter::emitExactRow() {
  constexpr size_t kRow = offsetof(abi::KernelContext, badInputs) + offsetof(abi::BadInputs, row);
  llvm::Value *row = builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), context_, kRow);
  builder_.CreateStore(builder_.CreateTrunc(current_, builder_.getInt32Ty()), row);
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
  return results;
}

} // namespace flow::codegen
