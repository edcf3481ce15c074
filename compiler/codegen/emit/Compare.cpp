// Comparison.

#include "compiler/codegen/emit/Arithmetic.h"
#include "compiler/codegen/emit/Object.h"
#include "compiler/ir/OpTyping.h"
#include "runtime/abi/StringView.h"

#include <algorithm>

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

/// At most so many leaves are compared here, one by one.
constexpr size_t kMostLeaves = 12;

/// Only of what has no objects but texts.
bool isComparedHere(Emitter &emitter, const types::Type *type) {
  bool isComposed = type->is(types::TypeKind::Record) || type->is(types::TypeKind::Tuple) || type->isOptional();
  if (!isComposed) return ir::isScalar(type);
  if (emitter.types().layout(type).leaves.size() > kMostLeaves) return false;
  return std::ranges::all_of(type->components(), [&](const auto *part) { return isComparedHere(emitter, part); });
}

llvm::Value *equalScalars(Emitter &emitter, const Value &a, const Value &b, const types::Type *type) {
  if (isText(type)) return equalTexts(emitter, a, b, type);
  if (type->isFloat()) return emitter.builder.CreateFCmpOEQ(a[0], b[0]);
  return emitter.builder.CreateICmpEQ(a[0], b[0]);
}

/// Of an absent optional the value is zero, so both absent are equal without a test, but for NaN there is none.
llvm::Value *equalParts(Emitter &emitter, const Value &a, const Value &b, const types::Type *type) {
  if (ir::isScalar(type)) return equalScalars(emitter, a, b, type);
  llvm::Value *equal = emitter.builder.getTrue();
  size_t leaf = 0;
  for (const types::Type *part : type->components()) {
    size_t count = emitter.types().layout(part).leaves.size();
    auto slice = [&](const Value &whole) { return Value(whole.begin() + leaf, whole.begin() + leaf + count); };
    equal = emitter.builder.CreateAnd(equal, equalParts(emitter, slice(a), slice(b), part));
    leaf += count;
  }
  if (type->isOptional()) equal = emitter.builder.CreateAnd(equal, emitter.builder.CreateICmpEQ(a.back(), b.back()));
  return equal;
}

/// By the runtime, at their addresses: equality, or the order.
llvm::Value *compareWhole(Emitter &emitter, Op op, const Value &a, const Value &b, const types::Type *type) {
  llvm::IRBuilder<> &builder = emitter.builder;
  llvm::Value *arguments[] = {emitter.scope.module.shapes().of(type), emitter.spill(type, a), emitter.spill(type, b)};
  if (op == Op::Equal || op == Op::NotEqual) {
    llvm::Value *equal = callC(emitter, "flow_value_equal", builder.getInt8Ty(), arguments);
    return builder.CreateICmp(op == Op::Equal ? CmpInst::ICMP_NE : CmpInst::ICMP_EQ, equal, builder.getInt8(0));
  }
  llvm::Value *order = callC(emitter, "flow_value_compare", builder.getInt32Ty(), arguments);
  return builder.CreateICmp(predicatesOf(op).ofSigned, order, builder.getInt32(0));
}

Value compare(Emitter &emitter, const Instruction &instruction) {
  ir::ValueId first = instruction.operands[0], second = instruction.operands[1];
  const types::Type *type = emitter.typeOf(first);
  if (!ir::isScalar(type)) {
    const Value &left = emitter.value(first), &right = emitter.value(second);
    bool isEquality = instruction.op == Op::Equal || instruction.op == Op::NotEqual;
    if (!isEquality || !isComparedHere(emitter, type))
      return {compareWhole(emitter, instruction.op, left, right, type)};
    llvm::Value *equal = equalParts(emitter, left, right, type);
    return {instruction.op == Op::Equal ? equal : emitter.builder.CreateNot(equal)};
  }
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
