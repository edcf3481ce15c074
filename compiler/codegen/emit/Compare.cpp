// Comparison of scalars.

#include "compiler/codegen/emit/Arithmetic.h"
#include "compiler/codegen/emit/Builtin.h"
#include "runtime/abi/StringView.h"

namespace flow::codegen {

using ir::Instruction;
using ir::Op;
using llvm::CmpInst;

namespace {

types::TypeContext &typesOf(Emitter &emitter) { return *emitter.scope.module.source().types; }

bool isText(const types::Type *type) { return type->isStringLike() || type->is(types::TypeKind::Bytes); }

struct Predicates {
  CmpInst::Predicate ofSigned, ofUnsigned, ofFloat;
};

Predicates predicatesOf(Op op) {
  switch (op) {
  case Op::Equal: return {CmpInst::ICMP_EQ, CmpInst::ICMP_EQ, CmpInst::FCMP_OEQ};
  case Op::NotEqual: return {CmpInst::ICMP_NE, CmpInst::ICMP_NE, CmpInst::FCMP_UNE};
  case Op::Less: return {CmpInst::ICMP_SLT, CmpInst::ICMP_ULT, CmpInst::FCMP_OLT};
  default: return {CmpInst::ICMP_SLE, CmpInst::ICMP_ULE, CmpInst::FCMP_OLE};
  }
}

/// A text of at most 12 bytes that is known while compiling: its two words are constants.
bool isInlineConstant(const Value &text) {
  auto *length = llvm::dyn_cast<llvm::ConstantInt>(text[0]);
  return length && (length->getZExtValue() & UINT32_MAX) <= abi::StringView::kInlineBytes;
}

llvm::Value *equalTexts(Emitter &emitter, const Value &a, const Value &b, const types::Type *type) {
  llvm::IRBuilder<> &builder = emitter.builder;
  llvm::Value *first = builder.CreateICmpEQ(a[0], b[0]), *second = builder.CreateICmpEQ(a[1], b[1]);
  if (isInlineConstant(a) || isInlineConstant(b)) return builder.CreateAnd(first, second);
  // Equal lengths and prefixes: short texts are equal when their second words are, long ones by their bytes.
  llvm::Value *length = builder.CreateTrunc(a[0], builder.getInt32Ty());
  llvm::Value *isLong = builder.CreateICmpUGT(length, builder.getInt32(abi::StringView::kInlineBytes));
  llvm::Value *compares = builder.CreateAnd(builder.CreateAnd(first, isLong), builder.CreateNot(second));
  Value byBytes = emitter.underGuard(compares, [&]() -> Value {
    return callOperation(emitter, abi::OperationId::StrEqual, {{&a, type}, {&b, type}}, typesOf(emitter).boolean());
  });
  return builder.CreateOr(builder.CreateAnd(first, second), byBytes[0]);
}

llvm::Value *compareTexts(Emitter &emitter, Op op, const Value &a, const Value &b, const types::Type *type) {
  if (op == Op::Equal) return equalTexts(emitter, a, b, type);
  if (op == Op::NotEqual) return emitter.builder.CreateNot(equalTexts(emitter, a, b, type));
  const types::Type *i32 = typesOf(emitter).scalar(types::TypeKind::I32);
  llvm::Value *order = callOperation(emitter, abi::OperationId::StrCompare, {{&a, type}, {&b, type}}, i32)[0];
  return emitter.builder.CreateICmp(predicatesOf(op).ofSigned, order, emitter.builder.getInt32(0));
}

Value compare(Emitter &emitter, const Instruction &instruction) {
  ir::ValueId first = instruction.operands[0], second = instruction.operands[1];
  const types::Type *type = emitter.typeOf(first);
  if (isText(type)) return {compareTexts(emitter, instruction.op, emitter.value(first), emitter.value(second), type)};
  llvm::Value *a = emitter.scalar(first), *b = emitter.scalar(second);
  if (a->getType()->isIntegerTy(128)) {
    llvm::Value *narrowA = narrowed(emitter.builder, a), *narrowB = narrowed(emitter.builder, b);
    if (narrowA && narrowB) a = narrowA, b = narrowB;
  }
  Predicates predicates = predicatesOf(instruction.op);
  if (type->isFloat()) return {emitter.builder.CreateFCmp(predicates.ofFloat, a, b)};
  bool isUnsigned = type->isUnsignedInt() || type->is(types::TypeKind::Bool);
  return {emitter.builder.CreateICmp(isUnsigned ? predicates.ofUnsigned : predicates.ofSigned, a, b)};
}

} // namespace

template <> Value emitOp<Op::Equal>(Emitter &emitter, const Instruction &in) { return compare(emitter, in); }
template <> Value emitOp<Op::NotEqual>(Emitter &emitter, const Instruction &in) { return compare(emitter, in); }
template <> Value emitOp<Op::Less>(Emitter &emitter, const Instruction &in) { return compare(emitter, in); }
template <> Value emitOp<Op::LessEqual>(Emitter &emitter, const Instruction &in) { return compare(emitter, in); }

} // namespace flow::codegen
