#include "compiler/codegen/emit/FailedOperands.h"

#include "compiler/codegen/emit/Builtin.h"
#include "compiler/ir/FailedOperation.h"

namespace flow::codegen {

bool hasNumbersToTell(const Emitter &emitter, const ir::Instruction &instruction) {
  llvm::SmallVector<const types::Type *, 2> types;
  for (ir::ValueId operand : instruction.operands) types.push_back(emitter.typeOf(operand));
  return ir::failedNumbers(instruction, types, abi::FailureKind::Failure).has_value();
}

void tellNumbers(Emitter &emitter, const ir::Instruction &instruction, abi::FailureKind kind, llvm::Value *first) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::SmallVector<const types::Type *, 2> types;
  for (ir::ValueId operand : instruction.operands) types.push_back(emitter.typeOf(operand));
  llvm::Value *failed = b.getInt32(ir::failedNumbers(instruction, types, kind)->packed());
  if (types[0]->isFloat()) {
    callC(emitter, "flow_fail_float", b.getVoidTy(),
          {emitter.scope.context, failed, b.CreateFPCast(first, b.getDoubleTy())});
    return;
  }
  auto wide = [&](llvm::Value *value, const types::Type *type) {
    return b.CreateIntCast(value, b.getInt64Ty(), type->isSignedInt());
  };
  llvm::Value *second = types.size() > 1 ? wide(emitter.scalar(instruction.operands[1]), types[1]) : b.getInt64(0);
  callC(emitter, "flow_fail_operands", b.getVoidTy(), {emitter.scope.context, failed, wide(first, types[0]), second});
}

} // namespace flow::codegen
