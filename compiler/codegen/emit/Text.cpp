// The text of any value, as Flow prints it: scalars by functions of the runtime, the others piece by piece.

#include "compiler/codegen/Narrow.h"
#include "compiler/codegen/emit/List.h"

namespace flow::codegen {

using abi::OperationId;
using ir::Instruction;
using ir::Op;
using types::Type;
using types::TypeKind;

namespace {

class TextWriter {
public:
  explicit TextWriter(Emitter &emitter) : emitter_(emitter), b_(emitter.builder) {}

  /// `nested`: inside of another value, where texts are quoted.
  Value textOf(const Value &value, const Type *type, bool nested);

private:
  const Type *str() { return emitter_.scope.module.source().types->str(); }
  const Type *scalar(TypeKind kind) { return emitter_.scope.module.source().types->scalar(kind); }
  Value constant(std::string_view text) { return emitter_.scope.module.textConstant(text); }
  Value call(OperationId operation, const Value &value, const Type *type);
  Value integer(const Value &value, const Type *type);
  Value decimal(const Value &value, const Type *type);
  Value optional(const Value &value, const Type *type, bool nested);
  Value fields(const Value &value, const Type *type);
  Value list(const Value &value, const Type *type);
  void writeElements(llvm::Value *list, const Type *element, llvm::Value *length, llvm::Value *parts);
  void storePart(llvm::Value *parts, llvm::Value *index, const Value &text);
  /// `parts` is memory with `count` (i64) views.
  Value join(llvm::Value *parts, llvm::Value *count);
  Value joinAll(llvm::ArrayRef<Value> parts);

  Emitter &emitter_;
  llvm::IRBuilder<> &b_;
};

Value TextWriter::call(OperationId operation, const Value &value, const Type *type) {
  return callOperation(emitter_, operation, {{&value, type}}, str());
}

Value TextWriter::integer(const Value &value, const Type *type) {
  bool isUnsigned = type->isUnsignedInt();
  Value wide{b_.CreateIntCast(value[0], b_.getInt64Ty(), !isUnsigned)};
  return call(isUnsigned ? OperationId::TextOfU64 : OperationId::TextOfI64, wide,
              scalar(isUnsigned ? TypeKind::U64 : TypeKind::I64));
}

Value TextWriter::decimal(const Value &value, const Type *type) {
  llvm::Value *arguments[] = {lowerArgument(emitter_, value, type), b_.getInt32(type->scale)};
  return callRuntime(emitter_, abi::info(OperationId::TextOfDecimal), arguments, str()).value;
}

Value TextWriter::join(llvm::Value *parts, llvm::Value *count) {
  return callRuntime(emitter_, abi::info(OperationId::TextJoin), {parts, count}, str()).value;
}

Value TextWriter::joinAll(llvm::ArrayRef<Value> parts) {
  auto *memory = llvm::ArrayType::get(b_.getInt64Ty(), 2 * parts.size());
  llvm::Value *slot = emitter_.scope.stackSlot(memory, "parts");
  for (size_t i = 0; i < parts.size(); ++i)
    storeValue(b_, emitter_.types(), str(), b_.CreateConstInBoundsGEP1_64(b_.getInt64Ty(), slot, 2 * i), parts[i]);
  return join(slot, b_.getInt64(parts.size()));
}

Value TextWriter::optional(const Value &value, const Type *type, bool nested) {
  Value plain = value;
  llvm::Value *present = plain.pop_back_val();
  // Absent values are zero, whose text is as good as any before it is dropped.
  return choose(b_, present, textOf(plain, type->plain(), nested), constant("none"));
}

Value TextWriter::fields(const Value &value, const Type *type) {
  bool isTuple = type->is(TypeKind::Tuple);
  size_t count = isTuple ? type->parts.size() : type->fields.size();
  llvm::SmallVector<Value> parts;
  std::string before = isTuple ? "(" : type->name + "(";
  size_t leaf = 0;
  for (size_t i = 0; i < count; ++i) {
    const Type *fieldType = isTuple ? type->parts[i] : type->fields[i].type;
    size_t leaves = emitter_.types().layout(fieldType).leaves.size();
    if (!isTuple) before += type->fields[i].name + ": ";
    parts.push_back(constant(before));
    parts.push_back(textOf(Value(value.begin() + leaf, value.begin() + leaf + leaves), fieldType, /*nested=*/true));
    leaf += leaves;
    before = ", ";
  }
  parts.push_back(constant(count == 0 ? before + ")" : isTuple && count == 1 ? ",)" : ")"));
  return joinAll(parts);
}

/// "[", element, ", ", element, .. "]": 2 * length + 1 parts, which are joined.
Value TextWriter::list(const Value &value, const Type *type) {
  llvm::Value *length = listLength(emitter_, value[0]);
  llvm::Value *count = b_.CreateAdd(b_.CreateShl(length, 1), b_.getInt64(1));
  llvm::Value *bytes = b_.CreateShl(count, 4);
  llvm::Value *parts = callC(emitter_, "flow_list_allocate", b_.getPtrTy(), {emitter_.scope.context, bytes});
  // When memory is denied the text is empty, and the heap remembers why.
  return emitter_.underGuard(b_.CreateIsNotNull(parts), [&] {
    writeElements(value[0], type->element(), length, parts);
    llvm::Value *isEmpty = b_.CreateIsNull(length);
    storePart(parts, b_.CreateSub(count, b_.getInt64(1)), choose(b_, isEmpty, constant("[]"), constant("]")));
    return join(parts, count);
  });
}

void TextWriter::storePart(llvm::Value *parts, llvm::Value *index, const Value &text) {
  auto *view = llvm::ArrayType::get(b_.getInt64Ty(), 2);
  storeValue(b_, emitter_.types(), str(), b_.CreateInBoundsGEP(view, parts, index), text);
}

/// A loop over the elements of a list.
void TextWriter::writeElements(llvm::Value *list, const Type *element, llvm::Value *length, llvm::Value *parts) {
  llvm::Function *function = emitter_.scope.function;
  auto *loop = llvm::BasicBlock::Create(b_.getContext(), "elements", function);
  auto *done = llvm::BasicBlock::Create(b_.getContext(), "", function);
  llvm::BasicBlock *before = b_.GetInsertBlock();
  b_.CreateCondBr(b_.CreateIsNull(length), done, loop);
  b_.SetInsertPoint(loop);
  llvm::PHINode *index = b_.CreatePHI(b_.getInt64Ty(), 2, "index");
  index->addIncoming(b_.getInt64(0), before);
  llvm::Value *at = b_.CreateShl(index, 1), *next = b_.CreateAdd(index, b_.getInt64(1));
  storePart(parts, at, choose(b_, b_.CreateIsNull(index), constant("["), constant(", ")));
  Value text = textOf(listElement(emitter_, list, index, element), element, /*nested=*/true);
  storePart(parts, b_.CreateAdd(at, b_.getInt64(1)), text);
  index->addIncoming(next, b_.GetInsertBlock());
  b_.CreateCondBr(b_.CreateICmpEQ(next, length), done, loop);
  b_.SetInsertPoint(done);
}

Value TextWriter::textOf(const Value &value, const Type *type, bool nested) {
  switch (type->kind) {
  case TypeKind::Str:
  case TypeKind::Bytes:
  case TypeKind::Path: return nested ? call(OperationId::TextQuoted, value, type) : value;
  case TypeKind::Bool: return call(OperationId::TextOfBool, value, type);
  case TypeKind::F32: return call(OperationId::TextOfF32, value, type);
  case TypeKind::F64: return call(OperationId::TextOfF64, value, type);
  case TypeKind::Decimal: return decimal(value, type);
  case TypeKind::Date: return call(OperationId::TextOfDate, value, type);
  case TypeKind::Timestamp: return call(OperationId::TextOfTimestamp, value, type);
  case TypeKind::Duration: return call(OperationId::TextOfDuration, value, type);
  case TypeKind::Months: return call(OperationId::TextOfMonths, value, type);
  case TypeKind::Size: return call(OperationId::TextOfSize, value, type);
  case TypeKind::Unit: return constant("()");
  case TypeKind::None: return constant("none");
  case TypeKind::Optional: return optional(value, type, nested);
  case TypeKind::Tuple:
  case TypeKind::Record: return fields(value, type);
  case TypeKind::List: return list(value, type);
  default: FLOW_CHECK(type->isInt(), "no text of ", types::text(type)); return integer(value, type);
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
  Value text = TextWriter(emitter).textOf(value, type, /*nested=*/false);
  return call(OperationId::FormatStr, {lowerArgument(emitter, text, str), specification});
}

} // namespace

template <> Value emitOp<Op::ToText>(Emitter &emitter, const Instruction &instruction) {
  const auto *format = std::get_if<std::string>(&instruction.constant);
  if (format && !format->empty()) return formatted(emitter, instruction, *format);
  ir::ValueId operand = instruction.operands[0];
  return TextWriter(emitter).textOf(emitter.value(operand), emitter.typeOf(operand), /*nested=*/false);
}

} // namespace flow::codegen
