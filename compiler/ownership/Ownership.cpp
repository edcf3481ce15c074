#include "compiler/ownership/Ownership.h"

#include "runtime/abi/Check.h"

namespace flow::ownership {

using ir::Op;
using ir::OpTakes;

bool takesOperand(const ir::Instruction &instruction, size_t operand, const ir::Module &module) {
  if (instruction.op == Op::Call) return module.functions[instruction.index].takesParameter(operand);
  switch (ir::takenBy(instruction.op)) {
  case OpTakes::Nothing: return false;
  case OpTakes::First: return operand == 0;
  case OpTakes::Values: return operand != 1;
  case OpTakes::All: return true;
  }
  FLOW_UNREACHABLE();
}

bool looksAtNothing(Op op) { return ir::resultOf(op) == ir::OpResult::Named || op == Op::Has; }

bool givesUpOnFailure(const ir::Instruction &instruction) { return instruction.op == Op::Call; }

} // namespace flow::ownership
