#include "compiler/codegen/emit/FailedOperands.h"

#include "compiler/codegen/emit/Builtin.h"
#include "runtime/abi/KernelContext.h"

namespace flow::codegen {

using abi::FailedOperation;
using ir::Op;

static std::optional<FailedOperation> failedOperation(Op op) {
  switch (op) {
  case Op::Add: return FailedOperation::Add;
  case Op::Subtract: return FailedOperation::Subtract;
  case Op::Multiply: return FailedOperation::Multiply;
  case Op::FloorDivide: return FailedOperation::FloorDivide;
  case Op::Modulo: return FailedOperation::Modulo;
  case Op::Negate: return FailedOperation::Negate;
  case Op::ShiftLeft: return FailedOperation::ShiftLeft;
  case Op::ShiftRight: return FailedOperation::ShiftRight;
  case Op::ConvertChecked: return FailedOperation::Convert;
  default: return std::nullopt;
  }
}

bool hasOperandsToTell(const Emitter &emitter, const ir::Instruction &instruction) {
  if (!failedOperation(instruction.op) || !instruction.type->isInt()) return false;
  for (ir::ValueId operand : instruction.operands) {
    const types::Type *type = emitter.typeOf(operand);
    if (!type->isInt() && !(type->isFloat() && instruction.op == Op::ConvertChecked)) return false;
  }
  return true;
}

void tellOperands(Emitter &emitter, const ir::Instruction &instruction, abi::FailureKind kind) {
  llvm::IRBuilder<> &b = emitter.builder;
  const types::Type *from = emitter.typeOf(instruction.operands[0]), *to = instruction.type;
  llvm::Value *bits = b.getInt32(to->bits()), *isSigned = b.getInt32(to->isSignedInt());
  llvm::Value *first = emitter.scalar(instruction.operands[0]);
  if (from->isFloat()) {
    callC(emitter, "flow_fail_float", b.getVoidTy(),
          {emitter.scope.context, b.CreateFPCast(first, b.getDoubleTy()), bits, isSigned});
    return;
  }
  auto wide = [&](size_t operand) {
    const types::Type *type = emitter.typeOf(instruction.operands[operand]);
    return b.CreateIntCast(emitter.scalar(instruction.operands[operand]), b.getInt64Ty(), type->isSignedInt());
  };
  llvm::Value *second = instruction.operands.size() > 1 ? wide(1) : b.getInt64(from->isSignedInt());
  callC(emitter, "flow_fail_operands", b.getVoidTy(),
        {emitter.scope.context, b.getInt32(static_cast<uint32_t>(kind)),
         b.getInt32(static_cast<uint32_t>(*failedOperation(instruction.op))), wide(0), second, bits, isSigned});
}

} // namespace flow::codegen
