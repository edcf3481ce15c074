// The text of any value, as Flow prints it; texts that grow; texts by bytes.

#include "compiler/codegen/emit/Object.h"

namespace flow::codegen {

using abi::OperationId;
using ir::Instruction;
using ir::Op;
using types::Type;
using types::TypeKind;

namespace {

const Type *str(Emitter &emitter) { return emitter.scope.module.source().types->str(); }

Value call(Emitter &emitter, OperationId operation, const Value &value, const Type *type) {
  return callOperation(emitter, operation, {{&value, type}}, str(emitter));
}

Value textOfInteger(Emitter &emitter, const Value &value, const Type *type) {
  bool isUnsigned = type->isUnsignedInt();
  const types::TypeContext &types = *emitter.scope.module.source().types;
  Value wide{emitter.builder.CreateIntCast(value[0], emitter.builder.getInt64Ty(), !isUnsigned)};
  return call(emitter, isUnsigned ? OperationId::TextOfU64 : OperationId::TextOfI64, wide,
              types.scalar(isUnsigned ? TypeKind::U64 : TypeKind::I64));
}

Value textOfDecimal(Emitter &emitter, const Value &value, const Type *type) {
  llvm::Value *arguments[] = {lowerArgument(emitter, value, type), emitter.builder.getInt32(type->scale)};
  return callRuntime(emitter, abi::info(OperationId::TextOfDecimal), arguments, str(emitter)).value;
}

/// Of what has parts: one function of the runtime for all shapes.
Value textOfParts(Emitter &emitter, const Value &value, const Type *type) {
  llvm::Value *slot = emitter.spill(str(emitter), emitter.types().zero(str(emitter)));
  callC(emitter, "flow_value_text", emitter.builder.getVoidTy(),
        {emitter.scope.context, slot, emitter.scope.module.shapes().of(type), emitter.spill(type, value)});
  return loadValue(emitter.builder, emitter.types(), str(emitter), slot);
}

/// A text is its own: another user of it.
Value textOf(Emitter &emitter, const Value &value, const Type *type) {
  switch (type->kind) {
  case TypeKind::Str:
  case TypeKind::Path: retain(emitter, value, type); return value;
  case TypeKind::Bool: return call(emitter, OperationId::TextOfBool, value, type);
  case TypeKind::F32: return call(emitter, OperationId::TextOfF32, value, type);
  case TypeKind::F64: return call(emitter, OperationId::TextOfF64, value, type);
  case TypeKind::Decimal: return textOfDecimal(emitter, value, type);
  case TypeKind::Date: return call(emitter, OperationId::TextOfDate, value, type);
  case TypeKind::Timestamp: return call(emitter, OperationId::TextOfTimestamp, value, type);
  case TypeKind::Duration: return call(emitter, OperationId::TextOfDuration, value, type);
  case TypeKind::Months: return call(emitter, OperationId::TextOfMonths, value, type);
  case TypeKind::Size: return call(emitter, OperationId::TextOfSize, value, type);
  default: return type->isInt() ? textOfInteger(emitter, value, type) : textOfParts(emitter, value, type);
  }
}

/// The type was checked against the specification while compiling.
Value formatted(Emitter &emitter, const Instruction &instruction, const std::string &format) {
  llvm::IRBuilder<> &b = emitter.builder;
  const Type *type = emitter.typeOf(instruction.operands[0]), *str = instruction.type;
  Value value = emitter.value(instruction.operands[0]);
  llvm::Value *specification = lowerArgument(emitter, emitter.scope.module.textConstant(format), str);
  auto call = [&](OperationId operation, llvm::ArrayRef<llvm::Value *> arguments) {
    return callRuntime(emitter, abi::info(operation), arguments, str).value;
  };
  if (type->isStringLike()) return call(OperationId::FormatStr, {lowerArgument(emitter, value, type), specification});
  if (type->isFloat()) return call(OperationId::FormatF64, {b.CreateFPCast(value[0], b.getDoubleTy()), specification});
  if (type->isDecimal())
    return call(OperationId::FormatDecimal,
                {lowerArgument(emitter, value, type), b.getInt32(type->scale), specification});
  if (type->isInt()) {
    bool isUnsigned = type->isUnsignedInt();
    llvm::Value *wide = b.CreateIntCast(value[0], b.getInt64Ty(), !isUnsigned);
    return call(isUnsigned ? OperationId::FormatU64 : OperationId::FormatI64, {wide, specification});
  }
  Value text = textOf(emitter, value, type);
  Value made = call(OperationId::FormatStr, {lowerArgument(emitter, text, str), specification});
  release(emitter, text, str);
  return made;
}

} // namespace

template <> Value emitOp<Op::ToText>(Emitter &emitter, const Instruction &instruction) {
  const auto *format = std::get_if<std::string>(&instruction.constant);
  ir::ValueId operand = instruction.operands[0];
  bool isFormatted = format && !format->empty();
  Value text = isFormatted ? formatted(emitter, instruction, *format)
                           : textOf(emitter, emitter.value(operand), emitter.typeOf(operand));
  failIfTextDenied(emitter, instruction);
  return text;
}

template <> Value emitOp<Op::Difference>(Emitter &emitter, const Instruction &instruction) {
  const Type *type = emitter.typeOf(instruction.operands[0]), *str = instruction.type;
  llvm::Value *slot = emitter.spill(str, emitter.types().zero(str));
  auto operand = [&](size_t i) { return emitter.spill(type, emitter.value(instruction.operands[i])); };
  callC(emitter, "flow_value_difference", emitter.builder.getVoidTy(),
        {emitter.scope.context, slot, emitter.scope.module.shapes().of(type), operand(0), operand(1)});
  failIfTextDenied(emitter, instruction);
  return loadValue(emitter.builder, emitter.types(), str, slot);
}

/// Takes the first one.
template <> Value emitOp<Op::TextAppend>(Emitter &emitter, const Instruction &instruction) {
  const Type *str = instruction.type;
  llvm::Value *first = emitter.spill(str, emitter.value(instruction.operands[0]));
  llvm::Value *second = lowerArgument(emitter, emitter.value(instruction.operands[1]), str);
  callC(emitter, "flow_text_append", emitter.builder.getVoidTy(), {emitter.scope.context, first, first, second});
  failIfTextDenied(emitter, instruction);
  return loadValue(emitter.builder, emitter.types(), str, first);
}

template <> Value emitOp<Op::TextSize>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *length = b.CreateTrunc(emitter.value(instruction.operands[0])[0], b.getInt32Ty());
  return {b.CreateZExt(length, b.getInt64Ty())};
}

template <> Value emitOp<Op::TextChar>(Emitter &emitter, const Instruction &instruction) {
  const Type *str = instruction.type;
  llvm::Value *slot = emitter.spill(str, emitter.types().zero(str));
  llvm::Value *text = lowerArgument(emitter, emitter.value(instruction.operands[0]), str);
  callC(emitter, "flow_text_char", emitter.builder.getVoidTy(),
        {slot, text, emitter.scalar(instruction.operands[1])});
  return loadValue(emitter.builder, emitter.types(), str, slot);
}

template <> Value emitOp<Op::TextNext>(Emitter &emitter, const Instruction &instruction) {
  llvm::Value *text = lowerArgument(emitter, emitter.value(instruction.operands[0]),
                                    emitter.typeOf(instruction.operands[0]));
  return {callC(emitter, "flow_text_next", emitter.builder.getInt64Ty(),
                {text, emitter.scalar(instruction.operands[1])})};
}

} // namespace flow::codegen
