// Arithmetic on integers and floats. Fast code tests for overflow by forms that vectorize; exact code uses
// the flags of the machine.

#include "compiler/codegen/emit/Arithmetic.h"
#include "compiler/codegen/emit/FailedOperands.h"

#include <cmath>

namespace flow::codegen {

using abi::FailureKind;
using ir::Instruction;
using ir::Op;
using llvm::Intrinsic::ID;

namespace {

struct Operands {
  llvm::Value *a, *b;
  const types::Type *type;
  bool isSigned;
};

/// Decimals have widths of their own: both take 64 bits if they can, else 128.
Operands operandsOf(Emitter &emitter, const Instruction &instruction) {
  llvm::Value *a = emitter.scalar(instruction.operands[0]), *b = emitter.scalar(instruction.operands[1]);
  if (instruction.type->isDecimal()) {
    llvm::IRBuilder<> &builder = emitter.builder;
    llvm::Value *narrowA = narrowed(builder, a), *narrowB = narrowed(builder, b);
    bool areNarrow = narrowA && narrowB;
    a = areNarrow ? narrowA : builder.CreateSExt(a, builder.getInt128Ty());
    b = areNarrow ? narrowB : builder.CreateSExt(b, builder.getInt128Ty());
  }
  return {a, b, instruction.type, !instruction.type->isUnsignedInt()};
}

/// In the width of the result, which holds it.
llvm::Value *toResult(Emitter &emitter, const Instruction &instruction, llvm::Value *value) {
  if (!instruction.type->isDecimal()) return value;
  return emitter.builder.CreateSExtOrTrunc(value, emitter.types().scalar(instruction.type));
}

llvm::Constant *integer(llvm::Value *like, int64_t value) {
  return llvm::ConstantInt::getSigned(like->getType(), value);
}

/// By the machine's flags. The message of a sum has its first operand from the result, so that nothing keeps it. The
/// result is taken behind the test: before it, LLVM turns loops that count by it in a slower way.
llvm::Value *exactOverflow(Emitter &emitter, const Instruction &instruction, ID operation, const Operands &in) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *pair = b.CreateBinaryIntrinsic(operation, in.a, in.b);
  llvm::Value *overflows = b.CreateExtractValue(pair, 1);
  if (instruction.op == Op::Multiply || !hasNumbersToTell(emitter, instruction)) {
    emitter.failIf(instruction, overflows, FailureKind::Overflow);
  } else {
    emitter.failIf(instruction, overflows, FailureKind::Overflow, [&] {
      llvm::Value *result = b.CreateExtractValue(pair, 0);
      llvm::Value *first = instruction.op == Op::Add ? b.CreateSub(result, in.b) : b.CreateAdd(result, in.b);
      tellNumbers(emitter, instruction, FailureKind::Overflow, first);
    });
  }
  return b.CreateExtractValue(pair, 0);
}

llvm::Value *addOrSubtract(Emitter &emitter, const Instruction &instruction, const Operands &in, bool subtract) {
  llvm::IRBuilder<> &b = emitter.builder;
  if (in.type->isFloat()) return subtract ? b.CreateFSub(in.a, in.b) : b.CreateFAdd(in.a, in.b);
  if (!emitter.isFast()) {
    ID add = in.isSigned ? llvm::Intrinsic::sadd_with_overflow : llvm::Intrinsic::uadd_with_overflow;
    ID sub = in.isSigned ? llvm::Intrinsic::ssub_with_overflow : llvm::Intrinsic::usub_with_overflow;
    return exactOverflow(emitter, instruction, subtract ? sub : add, in);
  }
  llvm::Value *result = subtract ? b.CreateSub(in.a, in.b) : b.CreateAdd(in.a, in.b);
  if (!in.isSigned) {
    llvm::Value *wrapped = subtract ? b.CreateICmpULT(in.a, in.b) : b.CreateICmpULT(result, in.a);
    emitter.failIf(instruction, wrapped, FailureKind::Overflow);
    return result;
  }
  // a + b overflows when the result's sign differs from both; a - b when a's differs from b's and from the
  // result's.
  llvm::Value *first = b.CreateXor(in.a, result);
  llvm::Value *second = subtract ? b.CreateXor(in.a, in.b) : b.CreateXor(in.b, result);
  emitter.failIfNegative(instruction, b.CreateAnd(first, second));
  return result;
}

/// a * c overflows outside of [least / c, greatest / c].
llvm::Value *outOfFactor(llvm::IRBuilder<> &b, llvm::Value *a, const llvm::APInt &factor, bool isSigned) {
  unsigned bits = factor.getBitWidth();
  if (factor.isZero()) return b.getFalse();
  auto constant = [&](const llvm::APInt &value) { return llvm::ConstantInt::get(a->getType(), value); };
  if (!isSigned) return b.CreateICmpUGT(a, constant(llvm::APInt::getMaxValue(bits).udiv(factor)));
  if (factor.isAllOnes()) return b.CreateICmpEQ(a, constant(llvm::APInt::getSignedMinValue(bits)));
  llvm::APInt one = llvm::APInt::getSignedMaxValue(bits).sdiv(factor);
  llvm::APInt other = llvm::APInt::getSignedMinValue(bits).sdiv(factor);
  bool positive = factor.isStrictlyPositive();
  const llvm::APInt &greatest = positive ? one : other, &least = positive ? other : one;
  return b.CreateOr(b.CreateICmpSGT(a, constant(greatest)), b.CreateICmpSLT(a, constant(least)));
}

llvm::Value *multiply(Emitter &emitter, const Instruction &instruction, Operands in) {
  llvm::IRBuilder<> &b = emitter.builder;
  if (in.type->isFloat()) return b.CreateFMul(in.a, in.b);
  if (!emitter.isFast()) {
    ID operation = in.isSigned ? llvm::Intrinsic::smul_with_overflow : llvm::Intrinsic::umul_with_overflow;
    return exactOverflow(emitter, instruction, operation, in);
  }
  if (llvm::isa<llvm::ConstantInt>(in.a)) std::swap(in.a, in.b);
  llvm::Value *result = b.CreateMul(in.a, in.b), *overflows = nullptr;
  unsigned bits = in.a->getType()->getIntegerBitWidth();
  if (auto *factor = llvm::dyn_cast<llvm::ConstantInt>(in.b)) {
    overflows = outOfFactor(b, in.a, factor->getValue(), in.isSigned);
  } else if (bits == 64) {
    overflows = suspectProduct(b, in.a, in.b, in.isSigned);
  } else {
    llvm::Type *wide = b.getIntNTy(bits * 2);
    auto widen = [&](llvm::Value *value) { return b.CreateIntCast(value, wide, in.isSigned); };
    llvm::Value *product = b.CreateMul(widen(in.a), widen(in.b));
    overflows = b.CreateICmpNE(product, widen(result));
  }
  emitter.failIf(instruction, overflows, FailureKind::Overflow);
  return result;
}

/// The divisor, or 1 where the division would trap; fails there (for Modulo only when it is zero).
llvm::Value *safeDivisor(Emitter &emitter, const Instruction &instruction, const Operands &in) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *traps = b.CreateICmpEQ(in.b, integer(in.b, 0));
  emitter.failIf(instruction, traps, FailureKind::DivisionByZero);
  if (in.isSigned) {
    unsigned bits = in.a->getType()->getIntegerBitWidth();
    llvm::Value *least = llvm::ConstantInt::get(in.a->getType(), llvm::APInt::getSignedMinValue(bits));
    llvm::Value *overflows = b.CreateAnd(b.CreateICmpEQ(in.a, least), b.CreateICmpEQ(in.b, integer(in.b, -1)));
    if (instruction.op == Op::FloorDivide) emitter.failIf(instruction, overflows, FailureKind::Overflow);
    traps = b.CreateOr(traps, overflows);
  }
  return b.CreateSelect(traps, integer(in.b, 1), in.b);
}

/// Floats are divided in f64, also those of f32, whose remainders it holds exactly.
struct FloatDivision {
  llvm::Value *dividend, *divisor;
  llvm::Value *rest;    ///< exact, with the sign of the dividend
  llvm::Value *isBelow; ///< the sign of the rest is not the divisor's: rounding down goes one further
};

FloatDivision divideFloats(llvm::IRBuilder<> &b, const Operands &in) {
  llvm::Type *wide = b.getDoubleTy();
  llvm::Value *zero = llvm::ConstantFP::get(wide, 0.0);
  FloatDivision division{b.CreateFPExt(in.a, wide), b.CreateFPExt(in.b, wide), nullptr, nullptr};
  division.rest = b.CreateFRem(division.dividend, division.divisor);
  llvm::Value *differs = b.CreateXor(b.CreateFCmpOLT(division.rest, zero), b.CreateFCmpOLT(division.divisor, zero));
  division.isBelow = b.CreateAnd(b.CreateFCmpONE(division.rest, zero), differs);
  return division;
}

/// The exact remainder, with the sign of the divisor.
llvm::Value *floatModulo(llvm::IRBuilder<> &b, const Operands &in) {
  FloatDivision division = divideFloats(b, in);
  llvm::Value *zero = llvm::ConstantFP::get(b.getDoubleTy(), 0.0);
  llvm::Value *moved = b.CreateSelect(division.isBelow, b.CreateFAdd(division.rest, division.divisor), division.rest);
  llvm::Value *none = b.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, zero, division.divisor);
  return b.CreateFPTrunc(b.CreateSelect(b.CreateFCmpOEQ(division.rest, zero), none, moved), in.a->getType());
}

/// The quotient rounded down. Without the rest it is a whole number, but for the rounding of the division; by zero it
/// is what `/` gives.
llvm::Value *floatFloorDivide(llvm::IRBuilder<> &b, const Operands &in) {
  FloatDivision division = divideFloats(b, in);
  llvm::Value *zero = llvm::ConstantFP::get(b.getDoubleTy(), 0.0), *one = llvm::ConstantFP::get(b.getDoubleTy(), 1.0);
  llvm::Value *even = b.CreateFDiv(b.CreateFSub(division.dividend, division.rest), division.divisor);
  llvm::Value *whole = b.CreateUnaryIntrinsic(llvm::Intrinsic::roundeven, even);
  whole = b.CreateSelect(division.isBelow, b.CreateFSub(whole, one), whole);
  llvm::Value *quotient = b.CreateFDiv(division.dividend, division.divisor);
  llvm::Value *sign = b.CreateSelect(b.CreateFCmpOEQ(whole, zero), quotient, whole);
  whole = b.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, whole, sign);
  llvm::Value *result = b.CreateSelect(b.CreateFCmpOEQ(division.divisor, zero), quotient, whole);
  return b.CreateFPTrunc(result, in.a->getType());
}

/// Whether truncation went the wrong way: there is a remainder and its sign is not the divisor's.
llvm::Value *isBelow(llvm::IRBuilder<> &b, llvm::Value *remainder, llvm::Value *divisor) {
  llvm::Value *zero = integer(divisor, 0);
  return b.CreateAnd(b.CreateICmpNE(remainder, zero), b.CreateICmpSLT(b.CreateXor(remainder, divisor), zero));
}

/// The divisor, when it is a known positive power of two: the quotient rounded down is a shift, the remainder the low
/// bits.
const llvm::APInt *powerOfTwo(const Operands &in) {
  auto *divisor = llvm::dyn_cast<llvm::ConstantInt>(in.b);
  bool isOne = divisor && divisor->getValue().isPowerOf2() && (!in.isSigned || !divisor->isNegative());
  return isOne ? &divisor->getValue() : nullptr;
}

llvm::Value *negate(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *a = emitter.scalar(instruction.operands[0]);
  const types::Type *type = instruction.type;
  if (type->isFloat()) return b.CreateFNeg(a);
  if (!type->isDecimal()) {
    unsigned bits = a->getType()->getIntegerBitWidth();
    llvm::APInt least = llvm::APInt::getSignedMinValue(bits);
    llvm::Value *fails = type->isUnsignedInt() ? b.CreateICmpNE(a, integer(a, 0))
                                               : b.CreateICmpEQ(a, llvm::ConstantInt::get(a->getType(), least));
    emitter.failIf(instruction, fails, FailureKind::Overflow);
  }
  return b.CreateNeg(a);
}

/// The count in the width of the value; fails and is 0 when it is negative or not below the width.
llvm::Value *safeCount(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *count = emitter.scalar(instruction.operands[1]);
  llvm::Type *type = emitter.scalar(instruction.operands[0])->getType();
  llvm::Value *tooLarge = b.CreateICmpUGE(count, integer(count, type->getIntegerBitWidth()));
  emitter.failIf(instruction, tooLarge, FailureKind::Overflow);
  return b.CreateZExtOrTrunc(b.CreateSelect(tooLarge, integer(count, 0), count), type);
}

} // namespace

llvm::Value *suspectProduct(llvm::IRBuilderBase &builder, llvm::Value *a, llvm::Value *b, bool isSigned) {
  // The product in floats is off by less than a part in 2^51: overflow implies at least half of the bound.
  unsigned bits = a->getType()->getIntegerBitWidth();
  llvm::Type *real = builder.getDoubleTy();
  auto toReal = [&](llvm::Value *value) {
    return isSigned ? builder.CreateSIToFP(value, real) : builder.CreateUIToFP(value, real);
  };
  llvm::Value *product = builder.CreateFMul(toReal(a), toReal(b));
  if (isSigned) product = builder.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, product);
  double bound = std::ldexp(1.0, static_cast<int>(bits) - (isSigned ? 2 : 1));
  return builder.CreateFCmpOGE(product, llvm::ConstantFP::get(real, bound));
}

template <> Value emitOp<Op::Add>(Emitter &emitter, const Instruction &instruction) {
  if (instruction.type->isDecimal()) return {addDecimals(emitter, instruction, /*subtract=*/false)};
  return {addOrSubtract(emitter, instruction, operandsOf(emitter, instruction), /*subtract=*/false)};
}
template <> Value emitOp<Op::Subtract>(Emitter &emitter, const Instruction &instruction) {
  if (instruction.type->isDecimal()) return {addDecimals(emitter, instruction, /*subtract=*/true)};
  return {addOrSubtract(emitter, instruction, operandsOf(emitter, instruction), /*subtract=*/true)};
}
template <> Value emitOp<Op::Multiply>(Emitter &emitter, const Instruction &instruction) {
  if (instruction.type->isDecimal()) return {multiplyDecimals(emitter, instruction)};
  return {multiply(emitter, instruction, operandsOf(emitter, instruction))};
}
template <> Value emitOp<Op::Divide>(Emitter &emitter, const Instruction &instruction) {
  Operands in = operandsOf(emitter, instruction);
  return {emitter.builder.CreateFDiv(in.a, in.b)};
}

template <> Value emitOp<Op::AddWrapped>(Emitter &emitter, const Instruction &instruction) {
  Operands in = operandsOf(emitter, instruction);
  return {emitter.builder.CreateAdd(in.a, in.b)};
}
template <> Value emitOp<Op::SubtractWrapped>(Emitter &emitter, const Instruction &instruction) {
  Operands in = operandsOf(emitter, instruction);
  return {emitter.builder.CreateSub(in.a, in.b)};
}
template <> Value emitOp<Op::MultiplyWrapped>(Emitter &emitter, const Instruction &instruction) {
  Operands in = operandsOf(emitter, instruction);
  return {emitter.builder.CreateMul(in.a, in.b)};
}

template <> Value emitOp<Op::FloorDivide>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  Operands in = operandsOf(emitter, instruction);
  if (in.type->isFloat()) return {floatFloorDivide(b, in)};
  if (const llvm::APInt *divisor = powerOfTwo(in); divisor && in.isSigned)
    return {toResult(emitter, instruction, b.CreateAShr(in.a, divisor->exactLogBase2()))};
  llvm::Value *divisor = safeDivisor(emitter, instruction, in);
  if (!in.isSigned) return {b.CreateUDiv(in.a, divisor)};
  llvm::Value *quotient = b.CreateSDiv(in.a, divisor);
  llvm::Value *remainder = b.CreateSub(in.a, b.CreateMul(quotient, divisor));
  llvm::Value *floored = b.CreateAdd(quotient, b.CreateSExt(isBelow(b, remainder, divisor), quotient->getType()));
  return {toResult(emitter, instruction, floored)};
}

template <> Value emitOp<Op::Modulo>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  Operands in = operandsOf(emitter, instruction);
  if (in.type->isFloat()) return {floatModulo(b, in)};
  if (const llvm::APInt *divisor = powerOfTwo(in))
    return {toResult(emitter, instruction, b.CreateAnd(in.a, llvm::ConstantInt::get(in.a->getType(), *divisor - 1)))};
  llvm::Value *divisor = safeDivisor(emitter, instruction, in);
  if (!in.isSigned) return {b.CreateURem(in.a, divisor)};
  llvm::Value *remainder = b.CreateSRem(in.a, divisor);
  llvm::Value *missing = b.CreateSelect(isBelow(b, remainder, divisor), divisor, integer(divisor, 0));
  return {toResult(emitter, instruction, b.CreateAdd(remainder, missing))};
}

template <> Value emitOp<Op::Negate>(Emitter &emitter, const Instruction &instruction) {
  return {negate(emitter, instruction)};
}

template <> Value emitOp<Op::BitAnd>(Emitter &emitter, const Instruction &instruction) {
  Operands in = operandsOf(emitter, instruction);
  return {emitter.builder.CreateAnd(in.a, in.b)};
}
template <> Value emitOp<Op::BitOr>(Emitter &emitter, const Instruction &instruction) {
  Operands in = operandsOf(emitter, instruction);
  return {emitter.builder.CreateOr(in.a, in.b)};
}
template <> Value emitOp<Op::BitXor>(Emitter &emitter, const Instruction &instruction) {
  Operands in = operandsOf(emitter, instruction);
  return {emitter.builder.CreateXor(in.a, in.b)};
}
template <> Value emitOp<Op::BitNot>(Emitter &emitter, const Instruction &instruction) {
  return {emitter.builder.CreateNot(emitter.scalar(instruction.operands[0]))};
}

template <> Value emitOp<Op::ShiftLeft>(Emitter &emitter, const Instruction &instruction) {
  llvm::Value *count = safeCount(emitter, instruction);
  return {emitter.builder.CreateShl(emitter.scalar(instruction.operands[0]), count)};
}
template <> Value emitOp<Op::ShiftRight>(Emitter &emitter, const Instruction &instruction) {
  llvm::Value *a = emitter.scalar(instruction.operands[0]), *count = safeCount(emitter, instruction);
  bool isSigned = instruction.type->isSignedInt();
  return {isSigned ? emitter.builder.CreateAShr(a, count) : emitter.builder.CreateLShr(a, count)};
}

} // namespace flow::codegen
