#include "compiler/ir/FailedOperation.h"

namespace flow::ir {

using abi::FailureKind;

namespace {

std::optional<abi::FailedOperation> operationOf(Op op) {
  switch (op) {
  case Op::Add: return abi::FailedOperation::Add;
  case Op::Subtract: return abi::FailedOperation::Subtract;
  case Op::Multiply: return abi::FailedOperation::Multiply;
  case Op::FloorDivide: return abi::FailedOperation::FloorDivide;
  case Op::Modulo: return abi::FailedOperation::Modulo;
  case Op::Negate: return abi::FailedOperation::Negate;
  case Op::ShiftLeft: return abi::FailedOperation::ShiftLeft;
  case Op::ShiftRight: return abi::FailedOperation::ShiftRight;
  case Op::ConvertChecked: return abi::FailedOperation::Convert;
  default: return std::nullopt;
  }
}

abi::NumberType numberType(const Type *type) {
  return {static_cast<uint8_t>(type->bits()), type->isSignedInt(), type->isFloat()};
}

int64_t word(const Value &value) { return static_cast<int64_t>(value.integer()); }

FailedOperation indexFailed(const Value &index, const Value &list) {
  return {FailureKind::IndexOutOfBounds,
          abi::indexText(word(index), static_cast<int64_t>(list.parts().size()))};
}

bool isDivision(Op op) { return op == Op::FloorDivide || op == Op::Modulo; }

} // namespace

std::optional<abi::FailedNumbers> failedNumbers(const Instruction &instruction, OperandTypes types, FailureKind kind) {
  auto operation = operationOf(instruction.op);
  bool isConversion = instruction.op == Op::ConvertChecked;
  auto isKnown = [&](const Type *type) { return type->isInt() || (isConversion && type->isFloat()); };
  if (!operation || !isKnown(instruction.type)) return {};
  for (const Type *type : types)
    if (!isKnown(type)) return {};
  return abi::FailedNumbers{kind, *operation, numberType(instruction.type), numberType(types[0])};
}

std::optional<FailedOperation> failedOperation(const Instruction &instruction, OperandTypes types,
                                               std::span<const Value> operands) {
  switch (instruction.op) {
  case Op::ListGet:
  case Op::ListSet:
  case Op::ListTake:
  case Op::ListInsert:
  case Op::ListRemove: return indexFailed(operands[1], operands[0]);
  case Op::ListSwap: {
    auto length = static_cast<__int128>(operands[0].parts().size());
    bool isFirst = operands[1].integer() < 0 || operands[1].integer() >= length;
    return indexFailed(operands[isFirst ? 1 : 2], operands[0]);
  }
  case Op::ListSlice:
    return FailedOperation{FailureKind::IndexOutOfBounds,
                           abi::sliceText(word(operands[1]), word(operands[2]),
                                          static_cast<int64_t>(operands[0].parts().size()))};
  default: break;
  }
  FailureKind kind = FailureKind::Overflow;
  if (instruction.op == Op::ConvertChecked) kind = FailureKind::ConversionError;
  if (isDivision(instruction.op) && operands[1].integer() == 0) kind = FailureKind::DivisionByZero;
  auto numbers = failedNumbers(instruction, types, kind);
  if (!numbers) return {};
  if (types[0]->isFloat()) return FailedOperation{kind, abi::textOf(*numbers, operands[0].number())};
  int64_t second = operands.size() > 1 ? word(operands[1]) : 0;
  return FailedOperation{kind, abi::textOf(*numbers, word(operands[0]), second)};
}

} // namespace flow::ir
