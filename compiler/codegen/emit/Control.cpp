// Calls of user functions, local variables. Jumps and returns are written by the bodies.

#include "compiler/codegen/emit/Control.h"
#include "compiler/codegen/emit/Object.h"

#include <llvm/IR/MDBuilder.h>

namespace flow::codegen {

using ir::Instruction;
using ir::Op;

void failWithText(Emitter &emitter, abi::FailureKind kind, const Value &text) {
  llvm::Value *view = lowerArgument(emitter, text, emitter.scope.module.source().types->str());
  callC(emitter, "flow_fail", emitter.builder.getVoidTy(),
        {emitter.scope.context, emitter.builder.getInt32(static_cast<uint32_t>(kind)), view});
}

/// What the callee, which is not reached, would have given back.
static void releaseTaken(Emitter &emitter, const Instruction &instruction) {
  const ir::Function &callee = emitter.scope.module.source().functions[instruction.index];
  for (size_t i = 0; i < instruction.operands.size(); ++i) {
    ir::ValueId operand = instruction.operands[i];
    if (callee.takesParameter(i)) release(emitter, emitter.value(operand), emitter.typeOf(operand));
  }
}

void checkStack(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  uint32_t site = instruction.site != 0 ? emitter.scope.module.siteNumber(instruction.site) : kNoSite;
  llvm::Value *frame = b.CreateStackSave(); // below the whole frame, which may be large
  llvm::LoadInst *limit = b.CreateLoad(
      b.getPtrTy(), addressAt(emitter, emitter.scope.context, offsetof(abi::KernelContext, stackLimit)));
  limit->setMetadata(llvm::LLVMContext::MD_tbaa, emitter.scope.module.tags().context());
  llvm::Value *exhausted = b.CreateICmpULT(frame, limit);
  if (emitter.isFast()) return emitter.scope.failures->failIf(exhausted, site, std::nullopt);
  auto *cold = llvm::BasicBlock::Create(b.getContext(), "exhausted", emitter.scope.function);
  auto *next = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  b.CreateCondBr(exhausted, cold, next, llvm::MDBuilder(b.getContext()).createBranchWeights(1, 1 << 20));
  b.SetInsertPoint(cold);
  failWithText(emitter, abi::FailureKind::Failure, emitter.scope.module.textConstant("the call stack is exhausted"));
  if (instruction.op == Op::Call) releaseTaken(emitter, instruction);
  emitter.scope.failures->fail(b.getInt32(site));
  b.SetInsertPoint(next);
}

void failOfCallee(Emitter &emitter, const Instruction &instruction, llvm::Value *site) {
  llvm::IRBuilder<> &b = emitter.builder;
  if (instruction.site == 0 || emitter.isFast()) return emitter.scope.failures->failWith(site);
  auto *cold = llvm::BasicBlock::Create(b.getContext(), "passed", emitter.scope.function);
  auto *next = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  b.CreateCondBr(b.CreateIsNull(site), next, cold, llvm::MDBuilder(b.getContext()).createBranchWeights(1 << 20, 1));
  b.SetInsertPoint(cold);
  llvm::Value *own = b.getInt32(emitter.scope.module.siteNumber(instruction.site));
  callC(emitter, "flow_failure_pass", b.getVoidTy(),
        {emitter.scope.context, emitter.scope.module.siteOfProgram(own, b)});
  emitter.scope.failures->fail(b.CreateSelect(b.CreateICmpEQ(site, b.getInt32(kNoSite)), own, site));
  b.SetInsertPoint(next);
}

namespace {

/// Real calls are of exact code: it returns the site that failed.
Value callExact(Emitter &emitter, const Instruction &instruction) {
  llvm::SmallVector<llvm::Value *> arguments{emitter.scope.context};
  for (ir::ValueId operand : instruction.operands)
    arguments.append(emitter.value(operand).begin(), emitter.value(operand).end());
  const FunctionFacts &callee = emitter.scope.module.factsOf(instruction.index);
  if (callee.recursive) checkStack(emitter, instruction);
  llvm::FunctionCallee function = emitter.scope.module.callee(instruction.index, emitter.builder);
  llvm::CallInst *call = emitter.builder.CreateCall(function, arguments);
  call->setCallingConv(llvm::CallingConv::Fast);
  if (callee.mayFail) failOfCallee(emitter, instruction, emitter.builder.CreateExtractValue(call, 0));
  Value result;
  for (unsigned i = 1; i < call->getType()->getStructNumElements(); ++i)
    result.push_back(emitter.builder.CreateExtractValue(call, i));
  return result;
}

Value inlined(Emitter &emitter, const Instruction &instruction, llvm::Value *path) {
  std::vector<Value> arguments;
  for (ir::ValueId operand : instruction.operands) arguments.push_back(emitter.value(operand));
  Value all; // of several results the tuple
  for (const Value &result : Emitter(emitter.scope, instruction.index).emitBody(arguments, path))
    all.append(result.begin(), result.end());
  return all;
}

} // namespace

template <> Value emitOp<Op::Call>(Emitter &emitter, const Instruction &instruction) {
  const FunctionFacts &callee = emitter.scope.module.factsOf(instruction.index);
  llvm::Value *guard = emitter.guardOf(instruction);
  bool isInlined = emitter.isFast() && callee.inlined;
  if (isInlined && callee.straight) return inlined(emitter, instruction, guard);
  return emitter.underGuard(
      guard, [&] { return isInlined ? inlined(emitter, instruction, nullptr) : callExact(emitter, instruction); });
}

template <> Value emitOp<Op::Load>(Emitter &emitter, const Instruction &instruction) {
  return emitter.loadSlot(instruction.index);
}
template <> Value emitOp<Op::Store>(Emitter &emitter, const Instruction &instruction) {
  emitter.storeSlot(instruction.index, emitter.value(instruction.operands[0]));
  return {};
}

template <> Value emitOp<Op::Jump>(Emitter &, const Instruction &) { FLOW_UNREACHABLE("the body writes jumps"); }
template <> Value emitOp<Op::Branch>(Emitter &, const Instruction &) { FLOW_UNREACHABLE("the body writes branches"); }
template <> Value emitOp<Op::Return>(Emitter &, const Instruction &) { FLOW_UNREACHABLE("the body writes returns"); }
template <> Value emitOp<Op::Unreachable>(Emitter &, const Instruction &) { FLOW_UNREACHABLE("the body ends blocks"); }

} // namespace flow::codegen
