// The text of any value, as Flow prints it; texts that grow; texts by bytes.

#include "compiler/codegen/emit/Object.h"

#include "runtime/abi/Values.h"

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

namespace {

/// A function of Values.h that gives a text; texts come and go in registers.
Value callForText(Emitter &emitter, const char *symbol, llvm::ArrayRef<llvm::Value *> arguments) {
  llvm::IRBuilder<> &b = emitter.builder;
  auto *words = llvm::StructType::get(b.getInt64Ty(), b.getInt64Ty());
  llvm::Value *made = callC(emitter, symbol, words, arguments);
  return {b.CreateExtractValue(made, 0), b.CreateExtractValue(made, 1)};
}

abi::TextPiece::Kind pieceKind(const Type *type) {
  if (type->isText()) return abi::TextPiece::Kind::Text;
  return type->isUnsignedInt() ? abi::TextPiece::Kind::Unsigned : abi::TextPiece::Kind::Signed;
}

/// Several pieces lie one after the other on the stack.
Value appendAll(Emitter &emitter, const Value &whole, llvm::ArrayRef<ir::ValueId> pieces) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Type *word = b.getInt64Ty();
  auto *type = llvm::ArrayType::get(word, 2 * pieces.size());
  llvm::AllocaInst *slot = emitter.scope.stackSlot(type, "pieces");
  auto put = [&](size_t at, llvm::Value *value) {
    b.CreateStore(value, b.CreateConstInBoundsGEP2_64(type, slot, 0, at));
  };
  uint64_t kinds = 0;
  for (size_t i = 0; i < pieces.size(); ++i) {
    const Type *of = emitter.typeOf(pieces[i]);
    const Value &value = emitter.value(pieces[i]);
    kinds |= uint64_t{static_cast<uint8_t>(pieceKind(of))} << (i * abi::TextPiece::kKindBits);
    put(2 * i, of->isInt() ? b.CreateIntCast(value[0], word, !of->isUnsignedInt()) : value[0]);
    if (!of->isInt()) put(2 * i + 1, value[1]);
  }
  return callForText(emitter, "flow_text_append_all",
                     {emitter.scope.context, whole[0], whole[1], slot, b.getInt64(kinds), b.getInt64(pieces.size())});
}

/// What a function with a loop does is worth more code.
bool hasLoop(const ir::Function &function) {
  for (ir::BlockId block = 0; block < function.blocks.size(); ++block)
    for (const ir::Target &target : function.blocks[block].instructions.back().targets)
      if (target.block <= block) return true;
  return false;
}

/// Appends one text: in registers when the whole is short; where it stands when it has room, nobody else has it, and
/// what is appended is short; else by the runtime.
class OneAppend {
public:
  OneAppend(Emitter &emitter, const Instruction &instruction)
      : emitter_(emitter), b_(emitter.builder), instruction_(instruction),
        whole_(emitter.value(instruction.operands[0])), piece_(emitter.value(instruction.operands[1])),
        length_(lengthOf(whole_)), added_(lengthOf(piece_)), inline_(b_.getInt64(abi::StringView::kInlineBytes)) {}

  Value call() {
    Value made = callForText(emitter_, "flow_text_append",
                             {emitter_.scope.context, whole_[0], whole_[1], piece_[0], piece_[1]});
    failIfTextDenied(emitter_, instruction_);
    return made;
  }
  Value emit() {
    llvm::Value *isShort = b_.CreateICmpULE(b_.CreateAdd(length_, added_), inline_);
    return emitEither(emitter_, isShort, [&] { return inRegisters(); }, [&] { return longer(); });
  }

private:
  llvm::Value *lengthOf(const Value &text) { return b_.CreateAnd(text[0], b_.getInt64(UINT32_MAX)); }
  llvm::Value *bytesOf(const Value &text) {
    llvm::Type *wide = b_.getInt128Ty();
    llvm::Value *words = b_.CreateOr(b_.CreateZExt(text[0], wide), b_.CreateShl(b_.CreateZExt(text[1], wide), 64));
    return b_.CreateLShr(words, 32);
  }
  Value inRegisters() {
    llvm::Value *bits = b_.CreateZExt(b_.CreateShl(length_, 3), b_.getInt128Ty());
    llvm::Value *bytes = b_.CreateOr(bytesOf(whole_), b_.CreateShl(bytesOf(piece_), bits));
    llvm::Value *low = b_.CreateShl(b_.CreateTrunc(bytes, b_.getInt64Ty()), 32);
    return {b_.CreateOr(low, b_.CreateAdd(length_, added_)),
            b_.CreateTrunc(b_.CreateLShr(bytes, 32), b_.getInt64Ty())};
  }
  Value longer() {
    if (!emitter_.countsTexts()) return call();
    llvm::Value *mayFit = b_.CreateAnd(b_.CreateICmpUGT(length_, inline_), b_.CreateICmpULE(added_, inline_));
    return emitEither(emitter_, mayFit, [&] { return behind(); }, [&] { return call(); });
  }
  /// `whole` is an object, and the piece is in registers.
  Value behind() {
    llvm::Value *bytes = b_.CreateIntToPtr(whole_[1], b_.getPtrTy());
    auto member = [&](size_t offset) {
      auto *object = b_.CreateGEP(b_.getInt8Ty(), bytes, b_.getInt64(-int64_t{sizeof(abi::TextObject)}));
      return loadHeader(emitter_, object, offset, b_.getInt64Ty(), /*mayBeNull=*/false);
    };
    llvm::Value *users = member(offsetof(abi::TextObject, users));
    llvm::Value *capacity = member(offsetof(abi::TextObject, capacity));
    llvm::Value *fits = b_.CreateICmpULE(b_.CreateAdd(length_, inline_), capacity);
    return emitEither(
        emitter_, b_.CreateAnd(fits, b_.CreateICmpEQ(users, b_.getInt64(1))),
        [&]() -> Value {
          // All twelve bytes that a short text may have.
          llvm::Value *end = b_.CreateGEP(b_.getInt8Ty(), bytes, length_), *last = bytesOf(piece_);
          b_.CreateAlignedStore(b_.CreateTrunc(last, b_.getInt64Ty()), end, llvm::Align(1));
          b_.CreateAlignedStore(b_.CreateTrunc(b_.CreateLShr(last, 64), b_.getInt32Ty()), addressAt(emitter_, end, 8),
                                llvm::Align(1));
          return {b_.CreateAdd(whole_[0], added_), whole_[1]};
        },
        [&] { return call(); });
  }

  Emitter &emitter_;
  llvm::IRBuilder<> &b_;
  const Instruction &instruction_;
  Value whole_, piece_;
  llvm::Value *length_, *added_; // i64
  llvm::Value *inline_;
};

} // namespace

/// Takes the first one.
template <> Value emitOp<Op::TextAppend>(Emitter &emitter, const Instruction &instruction) {
  llvm::ArrayRef<ir::ValueId> pieces(instruction.operands);
  pieces = pieces.drop_front();
  if (pieces.size() == 1 && emitter.typeOf(pieces[0])->isText()) {
    OneAppend append(emitter, instruction);
    return hasLoop(emitter.function) ? append.emit() : append.call();
  }
  Value whole = emitter.value(instruction.operands[0]);
  for (; !pieces.empty(); pieces = pieces.drop_front(std::min<size_t>(pieces.size(), abi::TextPiece::kMost)))
    whole = appendAll(emitter, whole, pieces.take_front(abi::TextPiece::kMost));
  failIfTextDenied(emitter, instruction);
  return whole;
}

template <> Value emitOp<Op::TextSize>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *length = b.CreateTrunc(emitter.value(instruction.operands[0])[0], b.getInt32Ty());
  return {b.CreateZExt(length, b.getInt64Ty())};
}

namespace {

/// The byte (i8) at an offset of a text, which is in registers when the text is short.
llvm::Value *byteAt(Emitter &emitter, const Value &text, llvm::Value *offset) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *length = b.CreateTrunc(text[0], b.getInt32Ty());
  llvm::Value *isLong = b.CreateICmpUGT(length, b.getInt32(abi::StringView::kInlineBytes));
  auto inMemory = [&]() -> Value {
    llvm::Value *begin = b.CreateIntToPtr(text[1], b.getPtrTy());
    return {b.CreateLoad(b.getInt8Ty(), b.CreateGEP(b.getInt8Ty(), begin, offset))};
  };
  auto inRegisters = [&]() -> Value {
    llvm::Value *place = b.CreateAdd(offset, b.getInt64(4)); // behind the length
    llvm::Value *word = b.CreateSelect(b.CreateICmpUGE(place, b.getInt64(8)), text[1], text[0]);
    llvm::Value *bits = b.CreateShl(b.CreateAnd(place, b.getInt64(7)), 3);
    return {b.CreateTrunc(b.CreateLShr(word, bits), b.getInt8Ty())};
  };
  return emitEither(emitter, isLong, inMemory, inRegisters)[0];
}

/// What `ofAscii` gives when the character at the offset is ASCII, else what the function of the runtime gives.
Value ofCharacter(Emitter &emitter, const Instruction &instruction,
                  llvm::function_ref<Value(llvm::Value *byte, llvm::Value *offset)> ofAscii,
                  llvm::function_ref<Value(llvm::ArrayRef<llvm::Value *>)> ofOthers) {
  llvm::IRBuilder<> &b = emitter.builder;
  const Value &text = emitter.value(instruction.operands[0]);
  llvm::Value *offset = emitter.scalar(instruction.operands[1]), *byte = byteAt(emitter, text, offset);
  return emitEither(
      emitter, b.CreateICmpSLT(byte, b.getInt8(0)), [&] { return ofOthers({text[0], text[1], offset}); },
      [&] { return ofAscii(byte, offset); }, /*isRare=*/true);
}

} // namespace

template <> Value emitOp<Op::TextChar>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  return ofCharacter(
      emitter, instruction,
      [&](llvm::Value *byte, llvm::Value *) -> Value {
        llvm::Value *character = b.CreateShl(b.CreateZExt(byte, b.getInt64Ty()), 32);
        return {b.CreateOr(character, b.getInt64(1)), b.getInt64(0)};
      },
      [&](llvm::ArrayRef<llvm::Value *> arguments) { return callForText(emitter, "flow_text_char", arguments); });
}

template <> Value emitOp<Op::TextNext>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  return ofCharacter(
      emitter, instruction,
      [&](llvm::Value *, llvm::Value *offset) -> Value { return {b.CreateAdd(offset, b.getInt64(1))}; },
      [&](llvm::ArrayRef<llvm::Value *> arguments) -> Value {
        return {callC(emitter, "flow_text_next", b.getInt64Ty(), arguments)};
      });
}

} // namespace flow::codegen
