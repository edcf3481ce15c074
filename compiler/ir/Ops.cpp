#include "compiler/ir/Fn.h"

#include <iterator>

namespace flow::ir {

namespace {

struct OpFacts {
  const char *spelling;
  int operands;
  bool mayFail;
};

constexpr OpFacts kFacts[] = {
#define FLOW_IR_OP(Name, Spelling, Operands, MayFail) {Spelling, Operands, MayFail},
#include "compiler/ir/Ops.def"
};

const OpFacts &factsOf(Op op) { return kFacts[static_cast<size_t>(op)]; }

} // namespace

const char *spelling(Op op) { return factsOf(op).spelling; }
bool mayFail(Op op) { return factsOf(op).mayFail; }
int operandCount(Op op) { return factsOf(op).operands; }

bool isTerminator(Op op) {
  return op == Op::Jump || op == Op::Branch || op == Op::Return || op == Op::Fail || op == Op::Unreachable;
}

bool hasEffect(Op op) {
  switch (op) {
  case Op::Store:
  case Op::Call:
  case Op::CallValue:
  case Op::FailureTake:
  case Op::Retain:
  case Op::Release:
  case Op::Print:
  case Op::RunPlan:
  case Op::ShowTable:
  case Op::CompareTables: return true;
  default: return isTerminator(op);
  }
}

bool isHostOnly(Op op) {
  switch (op) {
  case Op::Print:
  case Op::RunPlan:
  case Op::ShowTable:
  case Op::TableLength:
  case Op::TableScalar:
  case Op::TableRows:
  case Op::TableColumn:
  case Op::CompareTables: return true;
  default: return false;
  }
}

bool namesFunction(Op op) { return op == Op::Call || op == Op::MakeFunction; }

bool takesMemory(Op op) {
  switch (op) {
  case Op::MakeVariant:
  case Op::MakeFunction:
  case Op::MakeList:
  case Op::ListPush:
  case Op::ListSet:
  case Op::ListTake:
  case Op::ListPop:
  case Op::ListInsert:
  case Op::ListRemove:
  case Op::ListSwap:
  case Op::ListSlice:
  case Op::ListConcat:
  case Op::ListReserve:
  case Op::ListClear:
  case Op::ListReverse:
  case Op::ListSort:
  case Op::ListSortBy:
  case Op::ListOrder:
  case Op::MapSet:
  case Op::SetAdd:
  case Op::MapRemove:
  case Op::MapPut:
  case Op::MapTake:
  case Op::ListOwn:
  case Op::TextAppend:
  case Op::ToText:
  case Op::JsonParse:
  case Op::JsonWrite:
  case Op::Difference:
  case Op::CallBuiltin:
  case Op::FailureKind:
  case Op::FailureMessage:
  case Op::FailureTrace:
  case Op::TableScalar:
  case Op::TableColumn:
  case Op::TableRows: return true;
  default: return false;
  }
}

bool usesIndex(Op op) {
  switch (op) {
  case Op::Field:
  case Op::MakeVariant:
  case Op::VariantPayload:
  case Op::MakeFunction:
  case Op::Call:
  case Op::CallBuiltin:
  case Op::Load:
  case Op::Store:
  case Op::ReadField:
  case Op::RunPlan: return true;
  default: return false;
  }
}

std::optional<Op> opSpelled(std::string_view text) {
  for (size_t i = 0; i < std::size(kFacts); ++i)
    if (kFacts[i].spelling == text) return static_cast<Op>(i);
  return {};
}

} // namespace flow::ir
