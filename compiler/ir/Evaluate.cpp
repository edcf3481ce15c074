#include "compiler/ir/Evaluate.h"

#include "compiler/ir/OpChecks.h"
#include "compiler/ir/ValueOrder.h"
#include "runtime/abi/Check.h"

#include <cmath>

namespace flow::ir {

using types::TypeKind;

namespace {

using Result = std::optional<Value>;

Result checkedInteger(__int128 value, const Type *type) {
  IntegerRange range = integerRange(type);
  if (value < range.least || value > range.greatest) return {};
  return Value::integer(value);
}

/// The low bits of the value, as the type reads them.
__int128 wrapped(__int128 value, const Type *type) {
  if (type->isDecimal()) return value;
  IntegerRange range = integerRange(type);
  __int128 count = range.greatest - range.least + 1; // a power of two
  __int128 low = value & (count - 1);
  return low > range.greatest ? low - count : low;
}

Result integerArithmetic(Op op, __int128 a, __int128 b, const Type *type) {
  __int128 result = 0;
  switch (op) {
  case Op::Add:
    if (__builtin_add_overflow(a, b, &result)) return {};
    return checkedInteger(result, type);
  case Op::Subtract:
    if (__builtin_sub_overflow(a, b, &result)) return {};
    return checkedInteger(result, type);
  case Op::Multiply:
    if (__builtin_mul_overflow(a, b, &result)) return {};
    return checkedInteger(result, type);
  default: break;
  }
  if (b == 0) return {};
  __int128 quotient = a / b, remainder = a % b;
  if (remainder != 0 && (remainder < 0) != (b < 0)) {
    --quotient;
    remainder += b;
  }
  return checkedInteger(op == Op::FloorDivide ? quotient : remainder, type);
}

/// Of an f32, each operation done in double and then rounded is the correctly rounded one.
Value floatArithmetic(Op op, double a, double b, const Type *type) {
  auto rounded = [&](double value) { return type->is(TypeKind::F32) ? static_cast<float>(value) : value; };
  switch (op) {
  case Op::Add: return Value::number(rounded(a + b));
  case Op::Subtract: return Value::number(rounded(a - b));
  case Op::Multiply: return Value::number(rounded(a * b));
  case Op::Divide: return Value::number(rounded(a / b));
  default: break;
  }
  double rest = std::fmod(a, b); // exact, with the sign of the dividend
  bool isBelow = rest != 0 && (rest < 0) != (b < 0);
  if (op == Op::Modulo) return Value::number(rounded(rest == 0 ? std::copysign(0.0, b) : isBelow ? rest + b : rest));
  if (b == 0) return Value::number(rounded(a / b));
  double whole = std::nearbyint((a - rest) / b) - (isBelow ? 1 : 0);
  return Value::number(rounded(std::copysign(whole, whole == 0 ? a / b : whole)));
}

Result arithmetic(const Instruction &instruction, std::span<const Value> operands) {
  const Type *type = instruction.type;
  if (instruction.op == Op::Negate) {
    if (type->isFloat()) return Value::number(-operands[0].number());
    return checkedInteger(-operands[0].integer(), type);
  }
  if (type->isFloat()) return floatArithmetic(instruction.op, operands[0].number(), operands[1].number(), type);
  return integerArithmetic(instruction.op, operands[0].integer(), operands[1].integer(), type);
}

Value wrappedArithmetic(const Instruction &instruction, std::span<const Value> operands) {
  auto a = static_cast<unsigned __int128>(operands[0].integer());
  auto b = static_cast<unsigned __int128>(operands[1].integer());
  unsigned __int128 result = instruction.op == Op::AddWrapped        ? a + b
                             : instruction.op == Op::SubtractWrapped ? a - b
                                                                     : a * b;
  return Value::integer(wrapped(static_cast<__int128>(result), instruction.type));
}

Result bits(const Instruction &instruction, std::span<const Value> operands) {
  const Type *type = instruction.type;
  __int128 a = operands[0].integer();
  if (instruction.op == Op::BitNot) return Value::integer(wrapped(~a, type));
  __int128 b = operands[1].integer();
  switch (instruction.op) {
  case Op::BitAnd: return Value::integer(a & b);
  case Op::BitOr: return Value::integer(a | b);
  case Op::BitXor: return Value::integer(a ^ b);
  default: break;
  }
  if (b < 0 || b >= type->bits()) return {};
  if (instruction.op == Op::ShiftRight) return Value::integer(a >> b);
  return Value::integer(wrapped(static_cast<__int128>(static_cast<unsigned __int128>(a) << b), type));
}

Value comparison(const Instruction &instruction, const Type *type, std::span<const Value> operands) {
  switch (instruction.op) {
  case Op::Equal: return Value::boolean(areEqual(operands[0], operands[1], type));
  case Op::NotEqual: return Value::boolean(!areEqual(operands[0], operands[1], type));
  default: return Value::boolean(isLess(operands[0], operands[1], type, instruction.op == Op::LessEqual));
  }
}

/// A variant is its number, then its fields.
Value variantOperation(const Instruction &instruction, std::span<const Value> operands) {
  if (instruction.op == Op::MakeVariant) {
    Values parts{Value::integer(instruction.index)};
    parts.insert(parts.end(), operands.begin(), operands.end());
    return Value::of(std::move(parts));
  }
  const Values &parts = operands[0].parts();
  if (instruction.op == Op::VariantTag) return parts[0];
  FLOW_CHECK_EQ(parts[0].integer(), instruction.index, "the fields of another variant");
  return Value::of(Values(parts.begin() + 1, parts.end()));
}

Value reinterpreted(const Value &value, const Type *to) {
  if (value.data.index() != 1) return value; // texts, and what is absent
  return Value::integer(wrapped(value.integer(), to->plain()));
}

} // namespace

bool isEvaluable(Op op) {
  switch (op) {
  case Op::Call:
  case Op::CallValue:
  case Op::MakeFunction:
  case Op::CallBuiltin:
  case Op::Load:
  case Op::Store:
  case Op::FailureTake:
  case Op::FailureKind:
  case Op::FailureMessage:
  case Op::FailureTrace:
  case Op::FailureAs:
  case Op::Retain:
  case Op::Release:
  case Op::JsonParse:
  case Op::JsonWrite:
  case Op::ToText:
  case Op::Difference: return false;
  default: return !isHostOnly(op) && !isTerminator(op);
  }
}

std::optional<Value> evaluate(const Instruction &instruction, OperandTypes types, std::span<const Value> operands) {
  switch (instruction.op) {
  case Op::Const: return valueOf(instruction.constant, instruction.type);
  case Op::Add:
  case Op::Subtract:
  case Op::Multiply:
  case Op::Divide:
  case Op::FloorDivide:
  case Op::Modulo:
  case Op::Negate: return arithmetic(instruction, operands);
  case Op::AddWrapped:
  case Op::SubtractWrapped:
  case Op::MultiplyWrapped: return wrappedArithmetic(instruction, operands);
  case Op::ReadField: return operands[0];
  case Op::CheckIndex: {
    bool isInside = operands[0].integer() >= 0 && operands[0].integer() < operands[1].integer();
    return isInside ? Value::none() : Result();
  }
  case Op::BitAnd:
  case Op::BitOr:
  case Op::BitXor:
  case Op::BitNot:
  case Op::ShiftLeft:
  case Op::ShiftRight: return bits(instruction, operands);
  case Op::Equal:
  case Op::NotEqual:
  case Op::Less:
  case Op::LessEqual: return comparison(instruction, types[0], operands);
  case Op::And: return Value::boolean(operands[0].boolean() && operands[1].boolean());
  case Op::Or: return Value::boolean(operands[0].boolean() || operands[1].boolean());
  case Op::Not: return Value::boolean(!operands[0].boolean());
  case Op::Select: return operands[0].boolean() ? operands[1] : operands[2];
  case Op::Convert:
  case Op::ConvertChecked: return convert(operands[0], types[0], instruction.type);
  case Op::ConvertOptional: {
    auto converted = convert(operands[0], types[0], instruction.type->plain());
    return converted ? *converted : Value::none();
  }
  case Op::Reinterpret: return reinterpreted(operands[0], instruction.type);
  case Op::Some: return operands[0];
  case Op::MakeOptional: return operands[1].boolean() ? operands[0] : Value::none();
  case Op::Has: return Value::boolean(!operands[0].isNone());
  case Op::Get: return operands[0].isNone() ? zeroOf(instruction.type) : operands[0];
  case Op::MakeRecord: return Value::of({operands.begin(), operands.end()});
  case Op::Field: return operands[0].parts()[instruction.index];
  case Op::MakeVariant:
  case Op::VariantTag:
  case Op::VariantPayload: return variantOperation(instruction, operands);
  case Op::MakeList: return Value::of({operands.begin(), operands.end()});
  default:
    FLOW_CHECK(isCollectionOp(instruction.op), "not evaluable: ", spelling(instruction.op));
    return evaluateCollection(instruction, types, operands);
  }
}

} // namespace flow::ir
