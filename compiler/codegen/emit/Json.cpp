// Values as JSON, and back: functions of the runtime for all shapes.

#include "compiler/codegen/emit/Object.h"

namespace flow::codegen {

using ir::Instruction;
using ir::Op;
using types::Type;

/// The function left its reason in the context.
static void failIfRefused(Emitter &emitter, const Instruction &instruction, llvm::Value *outcome) {
  llvm::Value *isRefused = emitter.builder.CreateICmpNE(outcome, emitter.builder.getInt32(0));
  emitter.scope.failures->failIf(isRefused, instruction.site, std::nullopt);
}

template <> Value emitOp<Op::JsonParse>(Emitter &emitter, const Instruction &instruction) {
  const Type *type = instruction.type, *str = emitter.typeOf(instruction.operands[0]);
  llvm::Value *slot = emitter.spill(type, emitter.types().zero(type));
  llvm::Value *text = lowerArgument(emitter, emitter.value(instruction.operands[0]), str);
  failIfRefused(emitter, instruction,
                callC(emitter, "flow_json_parse", emitter.builder.getInt32Ty(),
                      {emitter.scope.context, emitter.scope.module.shapes().of(type), slot, text}));
  return loadValue(emitter.builder, emitter.types(), type, slot);
}

template <> Value emitOp<Op::JsonWrite>(Emitter &emitter, const Instruction &instruction) {
  ir::ValueId value = instruction.operands[0];
  const Type *type = emitter.typeOf(value);
  llvm::Value *slot = emitter.spill(instruction.type, emitter.types().zero(instruction.type));
  failIfRefused(emitter, instruction,
                callC(emitter, "flow_json_write", emitter.builder.getInt32Ty(),
                      {emitter.scope.context, slot, emitter.scope.module.shapes().of(type),
                       emitter.spill(type, emitter.value(value)), emitter.scalar(instruction.operands[1])}));
  failIfTextDenied(emitter, instruction);
  return loadValue(emitter.builder, emitter.types(), instruction.type, slot);
}

} // namespace flow::codegen
