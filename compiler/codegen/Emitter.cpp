#include "compiler/codegen/emit/FailedOperands.h"
#include "compiler/codegen/emit/Object.h"

namespace flow::codegen {

llvm::AllocaInst *Scope::stackSlot(llvm::Type *type, const llvm::Twine &name) {
  return llvm::IRBuilder<>(entry, entry->begin()).CreateAlloca(type, nullptr, name);
}

llvm::Value *bothOf(llvm::IRBuilderBase &builder, llvm::Value *a, llvm::Value *b) {
  if (!a) return b;
  return b ? builder.CreateAnd(a, b) : a;
}

llvm::Value *eitherOf(llvm::IRBuilderBase &builder, llvm::Value *a, llvm::Value *b) {
  if (!a || !b) return nullptr;
  return builder.CreateOr(a, b);
}

Emitter::Emitter(Scope &scope, uint32_t functionIndex)
    : scope(scope), builder(scope.builder), function(scope.module.source().functions[functionIndex]),
      values_(function.valueTypes.size()), index_(functionIndex) {}

void Emitter::begin(llvm::ArrayRef<Value> arguments) {
  FLOW_CHECK_EQ(arguments.size(), function.parameters.size(), function.name);
  std::copy(arguments.begin(), arguments.end(), values_.begin());
  for (const ir::Slot &slot : function.slots) {
    auto &leaves = slots_.emplace_back();
    for (const types::Leaf &leaf : types().layout(slot.type).leaves) {
      llvm::Type *type = types().registerType(leaf.kind);
      leaves.push_back(scope.stackSlot(type, slot.name));
      // A straight body may read a slot on a path that is not taken.
      builder.CreateStore(llvm::Constant::getNullValue(type), leaves.back());
    }
  }
}

std::vector<Value> Emitter::emitBody(llvm::ArrayRef<Value> arguments, llvm::Value *path, const RowSlice *slice) {
  slice_ = slice;
  if (isFast() && scope.module.factsOf(index_).countsObjects) return callExactBody(arguments);
  if (isFast() && scope.module.factsOf(index_).straight) return emitStraight(arguments, path);
  FLOW_CHECK(path == nullptr, "a branching body is reached by branches: ", function.name);
  auto *after = llvm::BasicBlock::Create(builder.getContext(), "returned", scope.function);
  llvm::SmallVector<llvm::PHINode *> phis;
  llvm::IRBuilder<> atAfter(after);
  llvm::SmallVector<llvm::Type *> leafTypes;
  for (const types::Type *type : function.results) types().appendRegisterTypes(type, leafTypes);
  for (llvm::Type *type : leafTypes) phis.push_back(atAfter.CreatePHI(type, 2));
  emitReturning(arguments, [&](llvm::ArrayRef<Value> results) {
    size_t next = 0;
    for (const Value &result : results)
      for (llvm::Value *leaf : result) phis[next++]->addIncoming(leaf, builder.GetInsertBlock());
    builder.CreateBr(after);
  });
  builder.SetInsertPoint(after);
  std::vector<Value> results;
  if (after->hasNPredecessors(0)) { // it fails or loops for ever
    for (llvm::PHINode *phi : phis) phi->eraseFromParent();
    for (const types::Type *type : function.results) results.push_back(types().zero(type));
    return results;
  }
  size_t next = 0;
  for (const types::Type *type : function.results) {
    size_t count = types().layout(type).leaves.size();
    results.emplace_back(phis.begin() + next, phis.begin() + next + count);
    next += count;
  }
  return results;
}

std::vector<Value> Emitter::callExactBody(llvm::ArrayRef<Value> arguments) {
  llvm::SmallVector<llvm::Value *> leaves{scope.context};
  for (const Value &argument : arguments) leaves.append(argument.begin(), argument.end());
  llvm::CallInst *call = builder.CreateCall(scope.module.exactFunction(index_), leaves);
  call->setCallingConv(llvm::CallingConv::Fast);
  scope.failures->failWith(builder.CreateExtractValue(call, 0));
  std::vector<Value> results;
  unsigned next = 1;
  for (const types::Type *type : function.results) {
    Value &result = results.emplace_back();
    for (size_t i = 0; i < types().layout(type).leaves.size(); ++i)
      result.push_back(builder.CreateExtractValue(call, next++));
  }
  return results;
}

std::vector<Value> Emitter::valuesOf(const std::vector<ir::ValueId> &ids) const {
  std::vector<Value> result;
  for (ir::ValueId id : ids) result.push_back(values_[id]);
  return result;
}

void Emitter::setCleanup(const ir::Instruction &instruction) {
  bool restores = instruction.restoredSlot != ir::kNoSlot;
  if (instruction.cleanup.empty() && !restores) return scope.failures->setCleanup(nullptr);
  scope.failures->setCleanup([this, &instruction] {
    for (ir::ValueId value : instruction.cleanup) release(*this, values_[value], typeOf(value));
    if (instruction.restoredSlot != ir::kNoSlot) storeSlot(instruction.restoredSlot, values_[instruction.operands[0]]);
  });
}

void Emitter::emitInstruction(const ir::Instruction &instruction) {
  setCleanup(instruction);
  auto emitted = [&]() -> Value {
    switch (instruction.op) {
#define FLOW_IR_OP(Name, Spelling, Operands, Result, Takes, Traits)                                                    \
  case ir::Op::Name: return emitOp<ir::Op::Name>(*this, instruction);
#include "compiler/ir/Ops.def"
    }
    FLOW_UNREACHABLE();
  };
  Value result = emitted();
  if (instruction.result == ir::kNoValue) return;
  FLOW_CHECK_EQ(result.size(), types().layout(instruction.type).leaves.size(), ir::spelling(instruction.op));
  values_[instruction.result] = std::move(result);
}

/// Failures that another slice tells are left out.
void Emitter::emitOfSlice(const ir::Instruction &instruction) {
  if (!slice_ || slice_->checks(instruction)) return emitInstruction(instruction);
  if (!slice_->has(instruction)) return;
  IgnoredFailures ignored;
  Failures *told = std::exchange(scope.failures, &ignored);
  emitInstruction(instruction);
  scope.failures = told;
}

llvm::Value *Emitter::guardOf(const ir::Instruction &instruction) {
  return bothOf(builder, path_, instruction.guard == ir::kNoValue ? nullptr : scalar(instruction.guard));
}

void Emitter::failIf(const ir::Instruction &instruction, llvm::Value *condition, abi::FailureKind kind) {
  if (!hasNumbersToTell(*this, instruction))
    return scope.failures->failIf(bothOf(builder, condition, guardOf(instruction)), instruction.site, kind);
  failIf(instruction, condition, kind,
         [&] { tellNumbers(*this, instruction, kind, scalar(instruction.operands[0])); });
}

void Emitter::failIf(const ir::Instruction &instruction, llvm::Value *condition, abi::FailureKind kind,
                     Failures::Tell tell) {
  scope.failures->failIf(bothOf(builder, condition, guardOf(instruction)), instruction.site, kind, tell);
}

void Emitter::failIfNegative(const ir::Instruction &instruction, llvm::Value *word) {
  scope.failures->failIfNegative(word, guardOf(instruction));
}

Value Emitter::loadSlot(uint32_t slot) {
  Value result;
  for (llvm::AllocaInst *leaf : slots_[slot]) result.push_back(builder.CreateLoad(leaf->getAllocatedType(), leaf));
  return result;
}

void Emitter::storeSlot(uint32_t slot, const Value &value) {
  for (size_t i = 0; i < value.size(); ++i) {
    llvm::AllocaInst *leaf = slots_[slot][i];
    llvm::Value *stored = value[i];
    if (path_) stored = builder.CreateSelect(path_, stored, builder.CreateLoad(leaf->getAllocatedType(), leaf));
    builder.CreateStore(stored, leaf);
  }
}

Value Emitter::underGuard(llvm::Value *guard, llvm::function_ref<Value()> body) {
  if (!guard) return body();
  llvm::BasicBlock *before = builder.GetInsertBlock();
  auto *guarded = llvm::BasicBlock::Create(builder.getContext(), "guarded", scope.function);
  auto *after = llvm::BasicBlock::Create(builder.getContext(), "", scope.function);
  builder.CreateCondBr(guard, guarded, after);
  builder.SetInsertPoint(guarded);
  Value made = body();
  llvm::BasicBlock *end = builder.GetInsertBlock();
  builder.CreateBr(after);
  builder.SetInsertPoint(after);
  Value result;
  for (llvm::Value *leaf : made) {
    llvm::PHINode *phi = builder.CreatePHI(leaf->getType(), 2);
    phi->addIncoming(llvm::Constant::getNullValue(leaf->getType()), before);
    phi->addIncoming(leaf, end);
    result.push_back(phi);
  }
  return result;
}

llvm::Value *Emitter::spill(const types::Type *type, const Value &value) {
  const types::Layout &layout = types().layout(type);
  auto *bytes = llvm::ArrayType::get(builder.getInt8Ty(), layout.size);
  llvm::AllocaInst *slot = scope.stackSlot(bytes, "spilled");
  slot->setAlignment(llvm::Align(layout.alignment));
  storeValue(builder, types(), type, slot, value);
  return slot;
}

} // namespace flow::codegen
