// Failing with a reason, and what handlers see of a failure.

#include "compiler/codegen/emit/Control.h"
#include "compiler/codegen/emit/List.h"

namespace flow::codegen {

using ir::Instruction;
using ir::Op;
using types::Type;
using types::TypeKind;

namespace {

/// Leaves the reason in the context, which takes it.
void leaveReason(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  ir::ValueId reason = instruction.operands[0];
  const Type *type = emitter.typeOf(reason);
  const Value &value = emitter.value(reason);
  if (type->is(TypeKind::Failure)) {
    callC(emitter, "flow_fail_again", b.getVoidTy(), {emitter.scope.context, value[0]});
  } else if (type->isEnum()) {
    callC(emitter, "flow_fail_error", b.getVoidTy(),
          {emitter.scope.context, emitter.scope.module.shapes().of(type), emitter.spill(type, value)});
  } else {
    auto kind = static_cast<uint32_t>(emitter.scope.module.source().sites[instruction.site - 1].kind);
    callC(emitter, "flow_fail_message", b.getVoidTy(),
          {emitter.scope.context, b.getInt32(kind), lowerArgument(emitter, value, type)});
    release(emitter, value, type);
  }
}

Value textOf(Emitter &emitter, const Instruction &instruction, const char *symbol) {
  llvm::Value *slot = emitter.spill(instruction.type, emitter.types().zero(instruction.type));
  callC(emitter, symbol, emitter.builder.getVoidTy(),
        {emitter.scope.context, slot, emitter.scalar(instruction.operands[0])});
  failIfTextDenied(emitter, instruction);
  return loadValue(emitter.builder, emitter.types(), instruction.type, slot);
}

} // namespace

/// Fast code only needs to know that there is a failure.
template <> Value emitOp<Op::Fail>(Emitter &emitter, const Instruction &instruction) {
  if (!emitter.isFast() && !instruction.operands.empty()) leaveReason(emitter, instruction);
  emitter.scope.failures->fail(emitter.builder.getInt32(emitter.scope.module.siteNumber(instruction.site)));
  return {};
}

template <> Value emitOp<Op::ReadField>(Emitter &emitter, const Instruction &instruction) {
  Value value = emitter.value(instruction.operands[0]);
  if (emitter.isFast()) return value;
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::SmallVector<llvm::Value *> place{emitter.scope.context, b.getInt32(instruction.index)};
  llvm::Value *isBad = b.CreateIsNotNull(callC(emitter, "flow_field_is_bad", b.getInt32Ty(), place));
  emitter.failIf(instruction, isBad, abi::FailureKind::BadRow,
                 [&] { callC(emitter, "flow_fail_field", b.getVoidTy(), place); });
  return value;
}

template <> Value emitOp<Op::FailureTake>(Emitter &emitter, const Instruction &) {
  llvm::Value *site = emitter.scope.module.siteOfProgram(emitter.failedSite(), emitter.builder);
  return {callC(emitter, "flow_failure_take", emitter.builder.getPtrTy(), {emitter.scope.context, site})};
}

template <> Value emitOp<Op::FailureKind>(Emitter &emitter, const Instruction &instruction) {
  return textOf(emitter, instruction, "flow_failure_kind");
}
template <> Value emitOp<Op::FailureMessage>(Emitter &emitter, const Instruction &instruction) {
  return textOf(emitter, instruction, "flow_failure_message");
}

template <> Value emitOp<Op::FailureTrace>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *slot = emitter.scope.stackSlot(b.getPtrTy(), "trace");
  failIfDenied(emitter, instruction,
               callC(emitter, "flow_failure_trace", b.getInt32Ty(),
                     {emitter.scope.context, slot, emitter.scalar(instruction.operands[0])}));
  return {b.CreateLoad(b.getPtrTy(), slot)};
}

template <> Value emitOp<Op::FailureAs>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  const Type *error = instruction.type->plain();
  llvm::Value *slot = emitter.spill(error, emitter.types().zero(error));
  llvm::Value *isIt = callC(emitter, "flow_failure_as", b.getInt8Ty(),
                            {emitter.scalar(instruction.operands[0]), emitter.scope.module.shapes().of(error), slot});
  Value result = loadValue(b, emitter.types(), error, slot);
  result.push_back(b.CreateICmpNE(isIt, b.getInt8(0)));
  return result;
}

} // namespace flow::codegen
