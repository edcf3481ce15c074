// Records and tuples: the leaves of their fields, one after the other.

#include "compiler/codegen/emit/Ops.h"

namespace flow::codegen {

using ir::Instruction;
using ir::Op;

template <> Value emitOp<Op::MakeRecord>(Emitter &emitter, const Instruction &instruction) {
  Value result;
  for (ir::ValueId operand : instruction.operands) {
    const Value &field = emitter.value(operand);
    result.append(field.begin(), field.end());
  }
  return result;
}

template <> Value emitOp<Op::Field>(Emitter &emitter, const Instruction &instruction) {
  const types::Type *whole = emitter.typeOf(instruction.operands[0]);
  bool isTuple = whole->is(types::TypeKind::Tuple);
  size_t first = 0;
  for (uint32_t i = 0; i < instruction.index; ++i)
    first += emitter.types().layout(isTuple ? whole->parts[i] : whole->fields[i].type).leaves.size();
  const Value &record = emitter.value(instruction.operands[0]);
  auto begin = record.begin() + first;
  return Value(begin, begin + emitter.types().layout(instruction.type).leaves.size());
}

} // namespace flow::codegen
