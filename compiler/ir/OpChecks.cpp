// checkTypes: one small rule per family of operations.

#include "compiler/ir/OpChecks.h"

#include "compiler/types/RecordNames.h"

namespace flow::ir {

using types::TypeKind;

std::string wrongType(std::string_view what, const Type *type) {
  return std::string(what) + ", not " + (type ? types::text(type) : "nothing");
}

namespace {

bool isArithmetic(const Type *type) { return type->isFloat() || (isIntegral(type) && !type->is(TypeKind::Bool)); }

bool isSameDecimal(const Type *a, const Type *b) { return a->isDecimal() && b->isDecimal() && a->scale == b->scale; }

std::string checkArithmetic(const Instruction &instruction, OperandTypes operands) {
  const Type *result = instruction.type;
  if (!isArithmetic(result)) return wrongType("the result must be a number", result);
  for (const Type *operand : operands)
    if (operand != result && !isSameDecimal(operand, result))
      return wrongType("operands must have the type of the result", operand);
  switch (instruction.op) {
  case Op::Divide: return result->isFloat() ? "" : wrongType("only floats are divided", result);
  case Op::Modulo: {
    bool fits = !result->isDecimal() || result->precision >= operands[1]->precision;
    return fits ? "" : wrongType("the rest has the digits of the divisor", result);
  }
  default: return {};
  }
}

std::string checkFloorDivide(const Instruction &instruction, OperandTypes operands) {
  if (!instruction.type->isDecimal()) return checkArithmetic(instruction, operands);
  if (!isSameDecimal(operands[0], operands[1])) return wrongType("operands must be of one scale", operands[1]);
  if (instruction.type->precision < operands[0]->precision)
    return wrongType("the quotient has the digits of the dividend", instruction.type);
  return instruction.type->scale == 0 ? "" : wrongType("the quotient has no fraction", instruction.type);
}

std::string checkMultiply(const Instruction &instruction, OperandTypes operands) {
  const Type *result = instruction.type;
  if (!result->isDecimal()) return checkArithmetic(instruction, operands);
  if (!operands[0]->isDecimal() || !operands[1]->isDecimal())
    return wrongType("operands of a decimal product must be decimals", operands[0]);
  bool scales = operands[0]->scale + operands[1]->scale == result->scale;
  return scales ? "" : wrongType("the scale of a product is the sum of the scales", result);
}

std::string checkBits(const Instruction &instruction, OperandTypes operands) {
  if (!instruction.type->isInt()) return wrongType("the result must be an int", instruction.type);
  bool shift = instruction.op == Op::ShiftLeft || instruction.op == Op::ShiftRight;
  for (size_t i = 0; i < operands.size(); ++i) {
    if (shift && i == 1 ? !operands[i]->isInt() : operands[i] != instruction.type)
      return wrongType("operands must have the type of the result", operands[i]);
  }
  return {};
}

std::string checkWrapped(const Instruction &instruction, OperandTypes operands) {
  if (!instruction.type->isInt()) return wrongType("the result must be an int", instruction.type);
  for (const Type *operand : operands)
    if (operand != instruction.type) return wrongType("operands must have the type of the result", operand);
  return {};
}

std::string checkCheckIndex(OperandTypes operands) {
  for (const Type *operand : operands)
    if (!operand->is(TypeKind::I64)) return wrongType("an index and a length are i64", operand);
  return {};
}

std::string checkCompare(const Instruction &instruction, OperandTypes operands) {
  if (!instruction.type->is(TypeKind::Bool)) return wrongType("a comparison gives a bool", instruction.type);
  bool isEquality = instruction.op == Op::Equal || instruction.op == Op::NotEqual;
  if (isEquality && !types::isComparable(operands[0])) return wrongType("not comparable", operands[0]);
  if (!isEquality && !types::isOrdered(operands[0])) return wrongType("not ordered", operands[0]);
  return operands[0] == operands[1] ? "" : wrongType("operands must have one type", operands[1]);
}

std::string checkLogic(const Instruction &instruction, OperandTypes operands) {
  if (!instruction.type->is(TypeKind::Bool)) return wrongType("the result must be a bool", instruction.type);
  for (const Type *operand : operands)
    if (!operand->is(TypeKind::Bool)) return wrongType("operands must be bools", operand);
  return {};
}

std::string checkSelect(const Instruction &instruction, OperandTypes operands) {
  if (!operands[0]->is(TypeKind::Bool)) return wrongType("the condition must be a bool", operands[0]);
  bool same = operands[1] == instruction.type && operands[2] == instruction.type;
  return same ? "" : wrongType("both choices must have the type of the result", operands[1]);
}

bool isSameRepresentation(const Type *a, const Type *b) {
  if (types::isSameButForNames(a, b)) return true;
  if (a->isOptional() && b->isOptional()) return isSameRepresentation(a->plain(), b->plain());
  auto isText = [](const Type *type) { return type->isStringLike() || type->is(TypeKind::Bytes); };
  if (isText(a) || isText(b)) return isText(a) && isText(b);
  if (!isScalar(a) || !isScalar(b) || a->isFloat() || b->isFloat()) return false;
  auto bytes = [](const Type *type) {
    if (type->is(TypeKind::Bool)) return 1u;
    if (type->isDecimal()) return type->precision <= 18 ? 8u : 16u;
    return type->isInt() ? type->bits() / 8 : type->is(TypeKind::Date) ? 4u : 8u;
  };
  return bytes(a) == bytes(b);
}

std::string checkConvert(const Instruction &instruction, OperandTypes operands) {
  const Type *from = operands[0], *to = instruction.type;
  bool fits = instruction.op == Op::Convert          ? convertsWithoutFailing(from, to)
              : instruction.op == Op::ConvertChecked ? convertsChecked(from, to)
              : instruction.op == Op::ConvertOptional ? to->isOptional() && convertsChecked(from, to->plain())
                                                     : isSameRepresentation(from, to);
  return fits ? "" : "no such conversion from " + types::text(from) + " to " + types::text(to);
}

std::string checkOptional(const Instruction &instruction, OperandTypes operands) {
  const Type *first = operands[0], *result = instruction.type;
  switch (instruction.op) {
  case Op::Some:
  case Op::MakeOptional:
    if (!result->isOptional() || result->plain() != first) return wrongType("the result must be the optional", result);
    if (operands.size() > 1 && !operands[1]->is(TypeKind::Bool)) return wrongType("presence is a bool", operands[1]);
    return {};
  default: // Has, Get
    if (!first->isOptional()) return wrongType("the operand must be an optional", first);
    if (instruction.op == Op::Has) return result->is(TypeKind::Bool) ? "" : wrongType("`has` gives a bool", result);
    return result == first->plain() ? "" : wrongType("the result must be the plain type", result);
  }
}

std::string checkRecord(const Instruction &instruction, OperandTypes operands) {
  const Type *whole = instruction.op == Op::Field ? operands[0] : instruction.type;
  bool tuple = whole->is(TypeKind::Tuple);
  if (!tuple && !whole->is(TypeKind::Record)) return wrongType("must be a record or a tuple", whole);
  size_t count = tuple ? whole->parts.size() : whole->fields.size();
  auto fieldType = [&](size_t i) { return tuple ? whole->parts[i] : whole->fields[i].type; };
  if (instruction.op == Op::Field) {
    if (instruction.index >= count) return "no field " + std::to_string(instruction.index);
    bool same = instruction.type == fieldType(instruction.index);
    return same ? "" : wrongType("the result must have the type of the field", instruction.type);
  }
  if (operands.size() != count) return "needs " + std::to_string(count) + " fields";
  for (size_t i = 0; i < count; ++i)
    if (operands[i] != fieldType(i)) return wrongType("a field must have the type of the record's", operands[i]);
  return {};
}

std::string checkMakeList(const Instruction &instruction, OperandTypes operands) {
  const Type *list = instruction.type;
  if (!list->is(TypeKind::List)) return wrongType("must be a list", list);
  for (const Type *operand : operands)
    if (operand != list->element()) return wrongType("an element must have the type of the list's", operand);
  return {};
}

std::string checkTable(const Instruction &instruction, OperandTypes operands) {
  if (!operands[0]->isFrame()) return wrongType("must be a frame", operands[0]);
  const Type *row = operands[0]->row();
  switch (instruction.op) {
  case Op::ShowTable:
    return operands[1]->is(TypeKind::I64) ? "" : wrongType("the number of rows is an i64", operands[1]);
  case Op::CompareTables: {
    bool fits = operands[1]->isFrame() && operands[1]->row()->fields.size() == row->fields.size();
    if (!fits) return wrongType("must be a frame of as many columns", operands[1]);
    if (!operands[2]->is(TypeKind::Bool)) return wrongType("whether in any order is a bool", operands[2]);
    return operands[3]->is(TypeKind::F64) ? "" : wrongType("the tolerance is an f64", operands[3]);
  }
  case Op::TableScalar: {
    bool fits = row->fields.size() == 1 && row->fields[0].type->plain() == instruction.type->plain();
    return fits ? "" : wrongType("the result must have the type of the only column", instruction.type);
  }
  case Op::TableColumn: {
    bool fits = row->fields.size() == 1 && instruction.type->is(TypeKind::List) &&
                instruction.type->element() == row->fields[0].type;
    return fits ? "" : wrongType("the result must be a list of the only column's values", instruction.type);
  }
  default: { // TableRows
    bool fits = instruction.type->is(TypeKind::List) && instruction.type->element() == row;
    return fits ? "" : wrongType("the result must be a list of the rows", instruction.type);
  }
  }
}

std::string checkConstant(const Instruction &instruction) {
  const Type *type = instruction.type;
  if (std::holds_alternative<std::monostate>(instruction.constant)) return {};
  if (const auto *integer = std::get_if<__int128>(&instruction.constant)) {
    if (!isIntegral(type)) return wrongType("an integer constant needs an integral type", type);
    IntegerRange range = integerRange(type);
    return *integer >= range.least && *integer <= range.greatest ? "" : "the constant is out of range";
  }
  if (const auto *number = std::get_if<double>(&instruction.constant)) {
    if (!type->isFloat()) return wrongType("a float constant needs a float type", type);
    bool fits =
        type->is(TypeKind::F64) || static_cast<double>(static_cast<float>(*number)) == *number || *number != *number;
    return fits ? "" : "the constant is not an f32";
  }
  bool isText = type->isStringLike() || type->is(TypeKind::Bytes);
  return isText ? "" : wrongType("a text constant needs a text type", type);
}

std::string isStr(const Type *type, const char *otherwise) {
  return type->is(TypeKind::Str) ? "" : wrongType(otherwise, type);
}

/// The rule of an operation of numbers and bools; none where it is another.
std::optional<std::string> checkNumbers(const Instruction &instruction, OperandTypes operands) {
  switch (instruction.op) {
  case Op::Const: return checkConstant(instruction);
  case Op::Multiply: return checkMultiply(instruction, operands);
  case Op::Add:
  case Op::Subtract:
  case Op::Divide:
  case Op::Modulo:
  case Op::Negate: return checkArithmetic(instruction, operands);
  case Op::FloorDivide: return checkFloorDivide(instruction, operands);
  case Op::AddWrapped:
  case Op::SubtractWrapped:
  case Op::MultiplyWrapped: return checkWrapped(instruction, operands);
  case Op::CheckIndex: return checkCheckIndex(operands);
  case Op::BitAnd:
  case Op::BitOr:
  case Op::BitXor:
  case Op::BitNot:
  case Op::ShiftLeft:
  case Op::ShiftRight: return checkBits(instruction, operands);
  case Op::Equal:
  case Op::NotEqual:
  case Op::Less:
  case Op::LessEqual: return checkCompare(instruction, operands);
  case Op::And:
  case Op::Or:
  case Op::Not: return checkLogic(instruction, operands);
  case Op::Select: return checkSelect(instruction, operands);
  case Op::Convert:
  case Op::ConvertChecked:
  case Op::ConvertOptional:
  case Op::Reinterpret: return checkConvert(instruction, operands);
  default: return std::nullopt;
  }
}

/// The same of values that have parts, or are objects.
std::optional<std::string> checkParts(const Instruction &instruction, OperandTypes operands) {
  switch (instruction.op) {
  case Op::Some:
  case Op::MakeOptional:
  case Op::Has:
  case Op::Get: return checkOptional(instruction, operands);
  case Op::MakeRecord:
  case Op::Field: return checkRecord(instruction, operands);
  case Op::MakeVariant:
  case Op::VariantTag:
  case Op::VariantPayload:
  case Op::MakeFunction:
  case Op::CallValue:
  case Op::FailureTake:
  case Op::FailureKind:
  case Op::FailureMessage:
  case Op::FailureTrace:
  case Op::FailureAs: return checkObject(instruction, operands);
  case Op::Retain:
  case Op::Release: return types::isCounted(operands[0]) ? "" : wrongType("nothing in it is counted", operands[0]);
  case Op::MakeList: return checkMakeList(instruction, operands);
  case Op::ShowTable:
  case Op::TableScalar:
  case Op::TableRows:
  case Op::TableColumn:
  case Op::CompareTables: return checkTable(instruction, operands);
  default: return std::nullopt;
  }
}

} // namespace

std::string checkTypes(const Instruction &instruction, OperandTypes operands) {
  if (auto problem = checkNumbers(instruction, operands)) return *problem;
  if (auto problem = checkParts(instruction, operands)) return *problem;
  switch (instruction.op) {
  case Op::ReadField:
    return operands[0] == instruction.type ? "" : wrongType("what is read is of the column's type", instruction.type);
  case Op::ToText: return isStr(instruction.type, "a text is a str");
  case Op::JsonParse: return isStr(operands[0], "parses a str");
  case Op::JsonWrite: return operands[1]->is(TypeKind::I64) ? "" : wrongType("the indent is an i64", operands[1]);
  case Op::Difference:
    if (operands[0] != operands[1]) return wrongType("both must have one type", operands[1]);
    return isStr(instruction.type, "a text is a str");
  case Op::Print: return isStr(operands[0], "prints a str");
  case Op::Branch: return operands[0]->is(TypeKind::Bool) ? "" : wrongType("the condition must be a bool", operands[0]);
  case Op::Fail:
    if (operands.empty() || operands[0]->is(TypeKind::Str) || operands[0]->is(TypeKind::Failure)) return {};
    return operands[0]->isEnum() ? "" : wrongType("the reason must be a str or an error", operands[0]);
  default:
    if (isCollectionOp(instruction.op)) return checkCollection(instruction, operands);
    return {}; // what needs the function or the module is checked by FnVerifier
  }
}

} // namespace flow::ir
