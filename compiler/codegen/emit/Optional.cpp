// Optionals: the leaves of the value, then whether it is present.

#include "compiler/codegen/emit/Ops.h"

namespace flow::codegen {

using ir::Instruction;
using ir::Op;

template <> Value emitOp<Op::Some>(Emitter &emitter, const Instruction &instruction) {
  Value result = emitter.value(instruction.operands[0]);
  result.push_back(emitter.builder.getTrue());
  return result;
}

template <> Value emitOp<Op::MakeOptional>(Emitter &emitter, const Instruction &instruction) {
  Value result = emitter.value(instruction.operands[0]);
  result.push_back(emitter.scalar(instruction.operands[1]));
  return result;
}

template <> Value emitOp<Op::Has>(Emitter &emitter, const Instruction &instruction) {
  return {emitter.value(instruction.operands[0]).back()};
}

template <> Value emitOp<Op::Get>(Emitter &emitter, const Instruction &instruction) {
  Value result = emitter.value(instruction.operands[0]);
  result.pop_back();
  return result;
}

} // namespace flow::codegen
