#include "compiler/ownership/Ownership.h"

namespace flow::ownership {

using ir::Op;

ResultKind resultOf(Op op) {
  switch (op) {
  case Op::Const: return ResultKind::Constant;
  case Op::MakeRecord:
  case Op::Field:
  case Op::Some:
  case Op::MakeOptional:
  case Op::Get:
  case Op::Reinterpret: return ResultKind::Named;
  case Op::ListGet:
  case Op::ListPeek:
  case Op::MapGet:
  case Op::MapAt:
  case Op::MapKey:
  case Op::MapValue:
  case Op::VariantPayload: return ResultKind::Seen;
  default: return ResultKind::Made;
  }
}

bool takesOperand(const ir::Instruction &instruction, size_t operand, const ir::Module &module) {
  switch (instruction.op) {
  case Op::Call: return module.functions[instruction.index].takesParameter(operand);
  case Op::MakeVariant:
  case Op::MakeFunction:
  case Op::MakeList:
  case Op::Store:
  case Op::Return:
  case Op::Fail:
  case Op::Release: return true;
  case Op::ListPush: return true;
  case Op::MapSet: // the key is copied when it is a new one
  case Op::ListSet:
  case Op::ListInsert:
  case Op::MapPut: return operand != 1; // the key or index
  case Op::ListTake:
  case Op::ListPop:
  case Op::ListRemove:
  case Op::ListSwap:
  case Op::ListConcat:
  case Op::ListReserve:
  case Op::ListClear:
  case Op::ListReverse:
  case Op::ListSort:
  case Op::ListSortBy:
  case Op::ListOwn:
  case Op::SetAdd:
  case Op::MapRemove:
  case Op::MapTake:
  case Op::TextAppend: return operand == 0;
  default: return false;
  }
}

bool looksAtNothing(Op op) { return resultOf(op) == ResultKind::Named || op == Op::Has; }

bool changesListInPlace(Op op) {
  switch (op) {
  case Op::ListPush:
  case Op::ListSet:
  case Op::ListTake:
  case Op::ListSwap:
  case Op::ListPop: return true;
  default: return false;
  }
}

bool changesOperand(Op op) {
  switch (op) {
  case Op::ListPush:
  case Op::ListSet:
  case Op::ListInsert:
  case Op::ListSwap:
  case Op::ListConcat:
  case Op::ListClear:
  case Op::ListReverse:
  case Op::SetAdd:
  case Op::MapSet:
  case Op::MapRemove:
  case Op::TextAppend: return true;
  default: return false;
  }
}

bool givesUpOnFailure(const ir::Instruction &instruction) { return instruction.op == Op::Call; }

} // namespace flow::ownership
