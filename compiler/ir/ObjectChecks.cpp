// What the types of operations on enums, function values and caught failures must be.
#include "compiler/ir/OpChecks.h"

#include <algorithm>

namespace flow::ir {

using types::TypeKind;

namespace {

const types::Variant *variantOf(const Type *type, uint32_t index) {
  return type->isEnum() && index < type->variants.size() ? &type->variants[index] : nullptr;
}

std::string checkVariant(const Instruction &instruction, OperandTypes operands) {
  bool makes = instruction.op == Op::MakeVariant;
  const Type *whole = makes ? instruction.type : operands[0];
  if (!whole->isEnum()) return wrongType("must be an enum", whole);
  if (instruction.op == Op::VariantTag)
    return instruction.type->is(TypeKind::I64) ? "" : wrongType("a tag is an i64", instruction.type);
  const types::Variant *variant = variantOf(whole, instruction.index);
  if (!variant) return "no variant " + std::to_string(instruction.index) + " of " + types::text(whole);
  if (!makes) {
    const Type *payload = instruction.type;
    bool fits = payload->is(TypeKind::Record) && payload->name.empty() && payload->fields == variant->fields;
    return fits ? "" : wrongType("the result must be the record of the variant's fields", payload);
  }
  if (operands.size() != variant->fields.size()) return "needs " + std::to_string(variant->fields.size()) + " fields";
  for (size_t i = 0; i < operands.size(); ++i)
    if (operands[i] != variant->fields[i].type)
      return wrongType("a field must have the type of the variant's", operands[i]);
  return {};
}

std::string checkCallValue(const Instruction &instruction, OperandTypes operands) {
  if (operands.empty() || !operands[0]->is(TypeKind::Function)) return "calls no function";
  const Type *function = operands[0];
  const Type *result = function->result()->is(TypeKind::Unit) ? nullptr : function->result();
  if (instruction.type != result) return wrongType("the result must have the type of the function's", instruction.type);
  bool fits = operands.size() == function->parts.size() &&
              std::equal(operands.begin() + 1, operands.end(), function->parts.begin());
  return fits ? "" : "arguments do not fit " + types::text(function);
}

std::string checkFailureOp(const Instruction &instruction, OperandTypes operands) {
  const Type *result = instruction.type;
  if (instruction.op == Op::FailureTake)
    return result->is(TypeKind::Failure) ? "" : wrongType("the result is a Failure", result);
  if (!operands[0]->is(TypeKind::Failure)) return wrongType("must be a Failure", operands[0]);
  switch (instruction.op) {
  case Op::FailureTrace: {
    bool isTexts = result->is(TypeKind::List) && result->element()->is(TypeKind::Str);
    return isTexts ? "" : wrongType("a trace is a List[str]", result);
  }
  case Op::FailureAs: {
    bool isError = result->isOptional() && result->plain()->isEnum();
    return isError ? "" : wrongType("the result is an optional declared error", result);
  }
  default: return result->is(TypeKind::Str) ? "" : wrongType("the result is a str", result);
  }
}

} // namespace

std::string checkObject(const Instruction &instruction, OperandTypes operands) {
  switch (instruction.op) {
  case Op::MakeVariant:
  case Op::VariantTag:
  case Op::VariantPayload: return checkVariant(instruction, operands);
  case Op::MakeFunction:
    return instruction.type->is(TypeKind::Function) ? "" : wrongType("the result is a function", instruction.type);
  case Op::CallValue: return checkCallValue(instruction, operands);
  default: return checkFailureOp(instruction, operands);
  }
}

} // namespace flow::ir
