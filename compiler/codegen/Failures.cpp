#include "compiler/codegen/Failures.h"

#include "compiler/codegen/ModuleEmitter.h"
#include "runtime/abi/Check.h"
#include "runtime/abi/Kernel.h"
#include "runtime/abi/KernelContext.h"

#include <llvm/IR/MDBuilder.h>

#include <bit>

namespace flow::codegen {

// ---- fast

void GatheredFailures::orInto(llvm::AllocaInst *&word, llvm::Value *value) {
  llvm::Type *type = value->getType();
  if (!word) {
    llvm::Type *all = lane_ ? llvm::FixedVectorType::get(type, abi::kLanes) : type;
    llvm::IRBuilder<> entry(entry_, entry_->begin());
    word = entry.CreateAlloca(all, nullptr, "suspect");
    entry.SetInsertPoint(entry_->getTerminator());
    entry.CreateStore(llvm::Constant::getNullValue(all), word);
  }
  llvm::Value *address = lane_ ? builder_.CreateInBoundsGEP(type, word, lane_->number) : word;
  llvm::LoadInst *old = builder_.CreateLoad(type, address);
  llvm::StoreInst *stored = builder_.CreateStore(builder_.CreateOr(old, value), address);
  if (!lane_) return;
  old->setMetadata(llvm::LLVMContext::MD_access_group, lane_->rowAccess);
  stored->setMetadata(llvm::LLVMContext::MD_access_group, lane_->rowAccess);
}

llvm::Value *GatheredFailures::gathered(llvm::AllocaInst *word) {
  llvm::Value *value = builder_.CreateLoad(word->getAllocatedType(), word);
  return lane_ ? builder_.CreateOrReduce(value) : value;
}

void GatheredFailures::failIf(llvm::Value *condition, uint32_t, std::optional<abi::FailureKind>, Tell) {
  if (auto *constant = llvm::dyn_cast<llvm::ConstantInt>(condition); constant && constant->isZero()) return;
  orInto(flags_, builder_.CreateZExt(condition, builder_.getInt32Ty()));
}

void GatheredFailures::failIfNegative(llvm::Value *word, llvm::Value *guard) {
  if (guard) word = builder_.CreateSelect(guard, word, llvm::Constant::getNullValue(word->getType()));
  unsigned index = std::countr_zero(word->getType()->getIntegerBitWidth() / 8);
  orInto(signs_[index], word);
}

void GatheredFailures::failWith(llvm::Value *site) { orInto(flags_, site); }

llvm::Value *GatheredFailures::result() {
  llvm::Value *result = builder_.getInt32(0);
  if (flags_) result = gathered(flags_);
  for (llvm::AllocaInst *word : signs_) {
    if (!word) continue;
    llvm::Value *signs = gathered(word);
    llvm::Value *negative = builder_.CreateICmpSLT(signs, llvm::Constant::getNullValue(signs->getType()));
    result = builder_.CreateOr(result, builder_.CreateZExt(negative, builder_.getInt32Ty()));
  }
  return result;
}

// ---- collected

void CollectedFailures::failIf(llvm::Value *condition, uint32_t, std::optional<abi::FailureKind>, Tell) {
  failed_ = failed_ ? builder_.CreateOr(failed_, condition) : condition;
}

void CollectedFailures::failIfNegative(llvm::Value *, llvm::Value *) {
  FLOW_UNREACHABLE("precise code has precise tests");
}

void CollectedFailures::failWith(llvm::Value *site) {
  failIf(builder_.CreateICmpNE(site, llvm::Constant::getNullValue(site->getType())), kNoSite, {}, {});
}

llvm::Value *CollectedFailures::result() const { return failed_ ? failed_ : builder_.getFalse(); }

// ---- exact

/// Writes that the reason is `kind`, with its own default message, before the cold branch to the exit.
static void noteKind(llvm::IRBuilderBase &builder, llvm::Value *context, abi::FailureKind kind) {
  constexpr unsigned kFailure = offsetof(abi::KernelContext, failure);
  auto store = [&](size_t offset, llvm::Value *value) {
    builder.CreateStore(value, builder.CreateConstGEP1_32(builder.getInt8Ty(), context, kFailure + offset));
  };
  store(offsetof(abi::FailureText, isSet), builder.getInt8(1));
  store(offsetof(abi::FailureText, kind), builder.getInt8(static_cast<uint8_t>(kind)));
  store(offsetof(abi::FailureText, length), builder.getInt16(0));
}

const ReturnedFailures::Handler &ReturnedFailures::destination() {
  if (handler_) return *handler_;
  if (exit_.entry) return exit_;
  exit_.entry = llvm::BasicBlock::Create(builder_.getContext(), "failed", function_);
  llvm::IRBuilder<> builder(exit_.entry);
  exit_.site = builder.CreatePHI(builder.getInt32Ty(), 4, "site");
  llvm::Constant *nothing = llvm::Constant::getNullValue(function_->getReturnType());
  llvm::Value *site = exit_.site;
  if (leavesObject_) site = module_.siteOfProgram(site, builder);
  builder.CreateRet(builder.CreateInsertValue(nothing, site, 0));
  return exit_;
}

static llvm::MDNode *rarely(llvm::IRBuilderBase &builder) {
  return llvm::MDBuilder(builder.getContext()).createBranchWeights(1, 1 << 20);
}

void ReturnedFailures::branch(llvm::Value *condition, llvm::Value *site) {
  auto *next = llvm::BasicBlock::Create(builder_.getContext(), "", function_);
  if (cleanup_) {
    auto *cold = llvm::BasicBlock::Create(builder_.getContext(), "cleanup", function_);
    builder_.CreateCondBr(condition, cold, next, rarely(builder_));
    builder_.SetInsertPoint(cold);
    fail(site);
  } else {
    const Handler &target = destination();
    target.site->addIncoming(site, builder_.GetInsertBlock());
    builder_.CreateCondBr(condition, target.entry, next, rarely(builder_));
  }
  builder_.SetInsertPoint(next);
}

void ReturnedFailures::failIf(llvm::Value *condition, uint32_t site, std::optional<abi::FailureKind> kind, Tell tell) {
  if (auto *constant = llvm::dyn_cast<llvm::ConstantInt>(condition); constant && constant->isZero()) return;
  const std::vector<abi::Site> &sites = module_.source().sites;
  FLOW_CHECK(site != 0 && site <= sites.size(), "an operation fails without a site in ", function_->getName().str());
  llvm::Value *number = builder_.getInt32(module_.siteNumber(site));
  bool isOwnReason = !kind || sites[site - 1].kind == *kind;
  if (isOwnReason && !tell) return branch(condition, number);
  auto *cold = llvm::BasicBlock::Create(builder_.getContext(), "reason", function_);
  auto *next = llvm::BasicBlock::Create(builder_.getContext(), "", function_);
  builder_.CreateCondBr(condition, cold, next, rarely(builder_));
  builder_.SetInsertPoint(cold);
  if (tell)
    tell();
  else
    noteKind(builder_, context_, *kind);
  fail(number);
  builder_.SetInsertPoint(next);
}

void ReturnedFailures::failIfNegative(llvm::Value *, llvm::Value *) { FLOW_UNREACHABLE("exact code tests precisely"); }

void ReturnedFailures::failWith(llvm::Value *site) { branch(builder_.CreateICmpNE(site, builder_.getInt32(0)), site); }

void ReturnedFailures::fail(llvm::Value *site) {
  if (cleanup_) cleanup_(); // what it writes cannot fail
  const Handler &target = destination();
  target.site->addIncoming(site, builder_.GetInsertBlock());
  builder_.CreateBr(target.entry);
}

} // namespace flow::codegen
