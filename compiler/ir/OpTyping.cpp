#include "compiler/ir/OpTyping.h"

#include "compiler/ir/Builtins.h"
#include "runtime/abi/Check.h"

#include <set>

namespace flow::ir {

using types::TypeKind;

bool isScalar(const Type *type) { return type->kind < TypeKind::Unit || type->isDecimal(); }

bool isIntegral(const Type *type) {
  switch (type->kind) {
  case TypeKind::Bool:
  case TypeKind::Date:
  case TypeKind::Timestamp:
  case TypeKind::Duration:
  case TypeKind::Months:
  case TypeKind::Size: return true;
  default: return type->isInt() || type->isDecimal();
  }
}

IntegerRange integerRange(const Type *type) {
  if (type->is(TypeKind::Bool)) return {0, 1};
  if (type->isDecimal()) {
    __int128 limit = 1;
    for (unsigned i = 0; i < type->precision; ++i) limit *= 10;
    return {1 - limit, limit - 1};
  }
  unsigned bits = type->isInt() ? type->bits() : type->is(TypeKind::Date) ? 32 : 64;
  if (type->isUnsignedInt()) return {0, (static_cast<__int128>(1) << bits) - 1};
  __int128 half = static_cast<__int128>(1) << (bits - 1);
  return {-half, half - 1};
}

static unsigned wholeDigits(const Type *decimal) { return decimal->precision - decimal->scale; }

bool convertsWithoutFailing(const Type *from, const Type *to) {
  bool number = from->isNumeric() || from->is(TypeKind::Bool);
  if (!number) return false;
  if (to->isFloat()) return !(from->is(TypeKind::F64) && to->is(TypeKind::F32)); // beyond its range it fails
  if (from->isFloat()) return false;
  if (from->isDecimal()) return to->isDecimal() && to->scale >= from->scale && wholeDigits(to) >= wholeDigits(from);
  IntegerRange range = integerRange(from), target = integerRange(to);
  if (to->isDecimal()) {
    for (unsigned i = 0; i < to->scale; ++i) target = {target.least / 10, target.greatest / 10};
  } else if (!to->isInt()) {
    return false;
  }
  return target.least <= range.least && range.greatest <= target.greatest;
}

bool convertsChecked(const Type *from, const Type *to) { return from->isNumeric() && to->isNumeric(); }

/// Of the operations on lists, maps, sets and their texts.
static const Type *impliedByCollection(Op op, OperandTypes operands, types::TypeContext &context) {
  const Type *first = operands.empty() ? nullptr : operands[0];
  bool isList = first && first->is(TypeKind::List), isMap = first && first->is(TypeKind::Map);
  bool isKeyed = isMap || (first && first->is(TypeKind::Set));
  switch (op) {
  case Op::ListLength:
  case Op::MapLength:
  case Op::MapFind:
  case Op::MapNext:
  case Op::TextSize:
  case Op::TextNext: return context.i64();
  case Op::ListGet:
  case Op::ListPeek: return isList ? first->element() : nullptr;
  case Op::ListTake:
  case Op::ListPop:
  case Op::ListRemove: return isList ? context.tuple({first, first->element()}) : nullptr;
  case Op::ListOrder: return context.list(context.i64());
  case Op::MapHas: return context.boolean();
  case Op::MapGet: return isMap ? context.optional(first->parts[1]) : nullptr;
  case Op::MapAt:
  case Op::MapValue: return isMap ? first->parts[1] : nullptr;
  case Op::MapKey: return isKeyed ? first->parts[0] : nullptr;
  case Op::MapTake: return isMap ? context.tuple({first, first->parts[1]}) : nullptr;
  case Op::TextChar: return context.str();
  case Op::ListPush:
  case Op::ListSet:
  case Op::ListInsert:
  case Op::ListSwap:
  case Op::ListSlice:
  case Op::ListConcat:
  case Op::ListReserve:
  case Op::ListClear:
  case Op::ListReverse:
  case Op::ListSort:
  case Op::ListSortBy:
  case Op::ListOwn:
  case Op::MapSet:
  case Op::SetAdd:
  case Op::MapRemove:
  case Op::MapPut:
  case Op::TextAppend: return first;
  default: return nullptr;
  }
}

const Type *impliedType(Op op, OperandTypes operands, uint32_t index, types::TypeContext &context) {
  const Type *first = operands.empty() ? nullptr : operands[0];
  switch (op) {
  case Op::Equal:
  case Op::NotEqual:
  case Op::Less:
  case Op::LessEqual:
  case Op::And:
  case Op::Or:
  case Op::Not:
  case Op::Has: return context.boolean();
  case Op::Multiply:
  case Op::FloorDivide:
    if (first && first->isDecimal()) return nullptr;
    [[fallthrough]];
  case Op::Add:
  case Op::Subtract:
  case Op::Divide:
  case Op::AddWrapped:
  case Op::SubtractWrapped:
  case Op::MultiplyWrapped:
  case Op::ReadField:
  case Op::Modulo:
  case Op::Negate:
  case Op::BitAnd:
  case Op::BitOr:
  case Op::BitXor:
  case Op::BitNot:
  case Op::ShiftLeft:
  case Op::ShiftRight: return first;
  case Op::Select: return operands.size() > 1 ? operands[1] : nullptr;
  case Op::Some:
  case Op::MakeOptional: return first ? context.optional(first) : nullptr;
  case Op::Get: return first && first->isOptional() ? first->plain() : nullptr;
  case Op::Field:
    if (!first) return nullptr;
    if (first->is(TypeKind::Record)) return index < first->fields.size() ? first->fields[index].type : nullptr;
    return first->is(TypeKind::Tuple) && index < first->parts.size() ? first->parts[index] : nullptr;
  case Op::VariantTag:
  case Op::VariantPayload: return first && index < first->variants.size() ? context.payload(first, index) : nullptr;
  case Op::CallValue: {
    bool hasResult = first && first->is(TypeKind::Function) && !first->result()->is(TypeKind::Unit);
    return hasResult ? first->result() : nullptr;
  }
  case Op::FailureTake: return context.failure();
  case Op::FailureTrace: return context.list(context.str());
  case Op::FailureKind:
  case Op::FailureMessage:
  case Op::JsonWrite:
  case Op::ToText:
  case Op::Difference: return context.str();
  default: return impliedByCollection(op, operands, context);
  }
}

bool canFail(const Instruction &instruction, const Function &function, const Module *module) {
  if (instruction.isInside) return false;
  switch (instruction.op) {
  case Op::Add:
  case Op::Subtract:
  case Op::Multiply:
  case Op::FloorDivide:
  case Op::Modulo:
  case Op::Negate: {
    // Asked of text that nobody verified yet, too.
    size_t value = instruction.operands.empty() ? kNoValue : instruction.operands[0];
    const Type *type = value < function.valueTypes.size() ? function.valueTypes[value] : nullptr;
    return !type || !type->isFloat();
  }
  case Op::Call:
    return !module || instruction.index >= module->functions.size() || module->functions[instruction.index].mayFail;
  case Op::CallBuiltin: return instruction.index >= builtinCount() || builtinMayFail(instruction.index);
  default: return mayFail(instruction.op);
  }
}

/// `entered`: functions on the way, which a recursion may be taken to be pure in.
static bool isPureIn(const Instruction &instruction, const Module *module, std::set<uint32_t> &entered) {
  if (instruction.op == Op::CallBuiltin) return instruction.index < builtinCount() && builtinIsPure(instruction.index);
  if (instruction.op != Op::Call) return !hasEffect(instruction.op);
  if (!module || instruction.index >= module->functions.size()) return false;
  if (!entered.insert(instruction.index).second) return true;
  for (const Block &block : module->functions[instruction.index].blocks)
    for (const Instruction &each : block.instructions) {
      bool stays = each.op == Op::Store || isTerminator(each.op); // effects inside of the callee only
      if (!stays && !isPureIn(each, module, entered)) return false;
    }
  return true;
}

bool isPure(const Instruction &instruction, const Module *module) {
  std::set<uint32_t> entered;
  return isPureIn(instruction, module, entered);
}

} // namespace flow::ir
