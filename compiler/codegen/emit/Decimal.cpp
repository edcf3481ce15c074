// Decimals: integers with a scale. In fast code a decimal of more than 18 digits mostly still is the
// extension of 64 bits, and arithmetic goes on in 64 bits for as long as it can; a value that needs more
// makes the batch suspect, and the exact kernel computes it in 128.

#include "compiler/codegen/emit/Arithmetic.h"
#include "compiler/codegen/emit/Builtin.h"

namespace flow::codegen {

using abi::FailureKind;
using ir::Instruction;
using types::Type;

namespace {

constexpr unsigned kNarrowDigits = types::kDecimal64Precision;

llvm::APInt powerOfTenBits(unsigned exponent) {
  llvm::APInt result(128, 1);
  for (unsigned i = 0; i < exponent; ++i) result *= 10;
  return result;
}

/// Where the value has more digits.
llvm::Value *isOutsideDigits(Emitter &emitter, llvm::Value *value, unsigned digits) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::APInt greatest = powerOfTenBits(digits) - 1;
  unsigned bits = value->getType()->getIntegerBitWidth();
  if (greatest.getActiveBits() >= bits) return b.getFalse(); // every value fits
  auto *most = llvm::ConstantInt::get(value->getType(), greatest.trunc(bits));
  auto *least = llvm::ConstantInt::get(value->getType(), (-greatest).trunc(bits));
  return b.CreateOr(b.CreateICmpSGT(value, most), b.CreateICmpSLT(value, least));
}

void failOutsideDigits(Emitter &emitter, const Instruction &instruction, llvm::Value *value, unsigned digits) {
  emitter.failIf(instruction, isOutsideDigits(emitter, value, digits), FailureKind::Overflow);
}

/// Suspicion that has no site: the operation itself cannot fail.
void suspect(Emitter &emitter, const Instruction &instruction, llvm::Value *condition) {
  emitter.scope.failures->failIf(bothOf(emitter.builder, condition, emitter.guardOf(instruction)), 0, std::nullopt);
}

struct Pair {
  llvm::Value *a, *b;
  bool narrow; ///< both in 64 bits
};

Pair operandsOf(Emitter &emitter, const Instruction &instruction) {
  llvm::Value *a = emitter.scalar(instruction.operands[0]), *b = emitter.scalar(instruction.operands[1]);
  llvm::Value *narrowA = narrowed(emitter.builder, a), *narrowB = narrowed(emitter.builder, b);
  bool wideResult = emitter.types().scalar(instruction.type)->isIntegerTy(128);
  if (narrowA && narrowB && (emitter.isFast() || !wideResult)) return {narrowA, narrowB, true};
  llvm::Type *wide = emitter.builder.getInt128Ty();
  return {emitter.builder.CreateSExt(a, wide), emitter.builder.CreateSExt(b, wide), false};
}

unsigned digitsOf(Emitter &emitter, const Instruction &instruction, unsigned operand) {
  return emitter.typeOf(instruction.operands[operand])->precision;
}

llvm::Value *toResult(Emitter &emitter, llvm::Value *value, const Type *type) {
  return emitter.builder.CreateSExtOrTrunc(value, emitter.types().scalar(type));
}

} // namespace

llvm::Value *addDecimals(Emitter &emitter, const Instruction &instruction, bool subtract) {
  llvm::IRBuilder<> &b = emitter.builder;
  auto [a, c, narrow] = operandsOf(emitter, instruction);
  unsigned digits = std::max(digitsOf(emitter, instruction, 0), digitsOf(emitter, instruction, 1));
  unsigned safeDigits = narrow ? kNarrowDigits : 37; // whose sum keeps within the width
  llvm::Value *result = nullptr;
  if (digits > safeDigits && !emitter.isFast()) {
    auto operation = subtract ? llvm::Intrinsic::ssub_with_overflow : llvm::Intrinsic::sadd_with_overflow;
    llvm::Value *pair = b.CreateBinaryIntrinsic(operation, a, c);
    emitter.failIf(instruction, b.CreateExtractValue(pair, 1), FailureKind::Overflow);
    result = b.CreateExtractValue(pair, 0);
  } else {
    result = subtract ? b.CreateSub(a, c) : b.CreateAdd(a, c);
    if (digits > safeDigits)
      emitter.failIfNegative(instruction,
                             b.CreateAnd(b.CreateXor(a, result), b.CreateXor(subtract ? a : c, subtract ? c : result)));
  }
  if (instruction.type->precision <= digits)
    failOutsideDigits(emitter, instruction, result, instruction.type->precision);
  return toResult(emitter, result, instruction.type);
}

llvm::Value *multiplyDecimals(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  auto [a, c, narrow] = operandsOf(emitter, instruction);
  unsigned digits = digitsOf(emitter, instruction, 0) + digitsOf(emitter, instruction, 1);
  llvm::Value *result = nullptr;
  if (digits > (narrow ? kNarrowDigits : 38u) && !emitter.isFast()) {
    llvm::Value *pair = b.CreateBinaryIntrinsic(llvm::Intrinsic::smul_with_overflow, a, c);
    emitter.failIf(instruction, b.CreateExtractValue(pair, 1), FailureKind::Overflow);
    result = b.CreateExtractValue(pair, 0);
  } else {
    result = b.CreateMul(a, c);
    if (digits > (narrow ? kNarrowDigits : 38u))
      emitter.failIf(instruction, suspectProduct(b, a, c, /*isSigned=*/true), FailureKind::Overflow);
  }
  if (instruction.type->precision < digits)
    failOutsideDigits(emitter, instruction, result, instruction.type->precision);
  return toResult(emitter, result, instruction.type);
}

/// Multiplied by 10^places; where the product does not fit it fails (`checked`) or, in fast code, is suspect.
static llvm::Value *scaledUp(Emitter &emitter, const Instruction &instruction, llvm::Value *value, unsigned places,
                             unsigned digits, bool checked) {
  llvm::IRBuilder<> &b = emitter.builder;
  if (places == 0) return value;
  unsigned bits = value->getType()->getIntegerBitWidth();
  if (digits + places > (bits == 64 ? kNarrowDigits : 38u)) {
    llvm::APInt limit = llvm::APInt::getSignedMaxValue(bits).sdiv(powerOfTenBits(places).trunc(bits));
    auto *most = llvm::ConstantInt::get(value->getType(), limit),
         *least = llvm::ConstantInt::get(value->getType(), -limit);
    llvm::Value *overflows = b.CreateOr(b.CreateICmpSGT(value, most), b.CreateICmpSLT(value, least));
    if (checked)
      failToConvert(emitter, instruction, overflows);
    else if (emitter.isFast())
      suspect(emitter, instruction, overflows);
  }
  return b.CreateMul(value, powerOfTen(value->getType(), places));
}

llvm::Value *rescaleDecimal(Emitter &emitter, const Instruction &instruction, llvm::Value *value, unsigned digits,
                            unsigned scale, const Type *to, bool checked) {
  llvm::IRBuilder<> &b = emitter.builder;
  unsigned target = to->isDecimal() ? to->scale : 0;
  llvm::Value *narrow = narrowed(b, value);
  bool stayNarrow = narrow && (emitter.isFast() || digits + (target > scale ? target - scale : 0) <= kNarrowDigits);
  value = stayNarrow ? narrow : b.CreateSExt(value, b.getInt128Ty());
  if (target >= scale) return scaledUp(emitter, instruction, value, target - scale, digits, checked);
  llvm::Value *factor = powerOfTen(value->getType(), scale - target);
  llvm::Value *quotient = b.CreateSDiv(value, factor);
  if (checked) failToConvert(emitter, instruction, b.CreateICmpNE(b.CreateMul(quotient, factor), value));
  return quotient;
}

void failOutsideDecimal(Emitter &emitter, const Instruction &instruction, llvm::Value *value, const Type *type) {
  failToConvert(emitter, instruction, isOutsideDigits(emitter, value, type->precision));
}

llvm::Value *decimalToFloat(Emitter &emitter, const Instruction &instruction, llvm::Value *value, const Type *from) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *narrow = narrowed(b, value);
  if (from->scale == 0) return b.CreateSIToFP(narrow ? narrow : value, b.getDoubleTy());
  constexpr unsigned kExactDigits = 15, kExactPowers = 22; // 10^15 < 2^53, and 10^22 is a float
  bool isExact = from->precision <= kExactDigits;
  if (narrow && from->scale <= kExactPowers && (isExact || emitter.isFast())) {
    // One correctly rounded operation on exact operands.
    if (!isExact) {
      llvm::Value *least = b.getInt64(-(int64_t{1} << 53)), *most = b.getInt64(int64_t{1} << 53);
      suspect(emitter, instruction, b.CreateOr(b.CreateICmpSGT(narrow, most), b.CreateICmpSLT(narrow, least)));
    }
    double power = 1;
    for (unsigned i = 0; i < from->scale; ++i) power *= 10;
    return b.CreateFDiv(b.CreateSIToFP(narrow, b.getDoubleTy()), llvm::ConstantFP::get(b.getDoubleTy(), power));
  }
  const Type *f64 = emitter.scope.module.source().types->f64();
  llvm::Value *scale = b.getInt32(from->scale);
  llvm::Value *lowered = lowerArgument(emitter, {value}, from);
  return callRuntime(emitter, abi::info(abi::OperationId::DecimalToF64), {lowered, scale}, f64).value[0];
}

llvm::ConstantInt *powerOfTen(llvm::Type *type, unsigned exponent) {
  return llvm::ConstantInt::get(type->getContext(), powerOfTenBits(exponent).trunc(type->getIntegerBitWidth()));
}

} // namespace flow::codegen
