// Conversions between numbers.

#include "compiler/codegen/emit/Arithmetic.h"
#include "compiler/codegen/emit/Builtin.h"
#include "compiler/codegen/emit/FailedOperands.h"
#include "compiler/ir/OpTyping.h"

#include <cmath>

namespace flow::codegen {

using abi::FailureKind;
using ir::Instruction;
using ir::Op;
using types::Type;
using types::TypeKind;

namespace {

llvm::APInt bitsOf(__int128 value) {
  auto bits = static_cast<unsigned __int128>(value);
  return llvm::APInt(128, {static_cast<uint64_t>(bits), static_cast<uint64_t>(bits >> 64)});
}

bool isUnsigned(const Type *type) { return type->isUnsignedInt() || type->is(TypeKind::Bool); }

/// Decimal digits that every value of the integral type fits in.
unsigned digitsOf(const Type *type) {
  if (type->isDecimal()) return type->precision;
  unsigned digits = 1;
  for (__int128 left = ir::integerRange(type).greatest; left >= 10; left /= 10) ++digits;
  return digits;
}

/// An integer in the width of the target; fails where it is outside of the target's range.
llvm::Value *narrowInteger(Emitter &emitter, const Instruction &instruction, llvm::Value *value, bool fromUnsigned,
                           const Type *to, bool checked) {
  llvm::IRBuilder<> &b = emitter.builder;
  unsigned bits = value->getType()->getIntegerBitWidth();
  llvm::Type *target = emitter.types().scalar(to);
  if (checked) {
    ir::IntegerRange range = ir::integerRange(to);
    __int128 half = static_cast<__int128>(1) << (bits == 128 ? 126 : bits - 1);
    __int128 greatest = fromUnsigned ? 2 * half - 1 : half - 1, least = fromUnsigned ? 0 : -half;
    auto constant = [&](__int128 limit) { return llvm::ConstantInt::get(value->getType(), bitsOf(limit).trunc(bits)); };
    llvm::Value *fails = b.getFalse();
    if (range.greatest < greatest) {
      llvm::Value *limit = constant(range.greatest);
      fails = fromUnsigned ? b.CreateICmpUGT(value, limit) : b.CreateICmpSGT(value, limit);
    }
    if (range.least > least) fails = b.CreateOr(fails, b.CreateICmpSLT(value, constant(range.least)));
    failToConvert(emitter, instruction, fails);
  }
  return b.CreateIntCast(value, target, !fromUnsigned);
}

llvm::Value *integerToFloat(Emitter &emitter, const Instruction &instruction, llvm::Value *value, const Type *from,
                            const Type *to) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Type *type = emitter.types().scalar(to);
  if (from->isDecimal() && from->scale > 0)
    return b.CreateFPCast(decimalToFloat(emitter, instruction, value, from), type);
  if (llvm::Value *narrow = value->getType()->isIntegerTy(128) ? narrowed(b, value) : nullptr) value = narrow;
  return isUnsigned(from) ? b.CreateUIToFP(value, type) : b.CreateSIToFP(value, type);
}

/// The integer that the float exactly is; elsewhere it fails and is zero.
llvm::Value *floatToInteger(Emitter &emitter, const Instruction &instruction, llvm::Value *value, const Type *to) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Type *real = b.getDoubleTy(), *target = emitter.types().scalar(to);
  value = b.CreateFPCast(value, real);
  unsigned bits = target->getIntegerBitWidth();
  bool toUnsigned = to->isUnsignedInt();
  // Both bounds are powers of two, so floats have them exactly.
  double beyond = std::ldexp(1.0, static_cast<int>(toUnsigned ? bits : bits - 1));
  llvm::Value *inRange = b.CreateAnd(b.CreateFCmpOGE(value, llvm::ConstantFP::get(real, toUnsigned ? 0.0 : -beyond)),
                                     b.CreateFCmpOLT(value, llvm::ConstantFP::get(real, beyond)));
  llvm::Value *isWhole = b.CreateFCmpOEQ(value, b.CreateUnaryIntrinsic(llvm::Intrinsic::trunc, value));
  llvm::Value *fits = b.CreateAnd(inRange, isWhole);
  failToConvert(emitter, instruction, b.CreateNot(fits));
  llvm::Value *safe = b.CreateSelect(fits, value, llvm::ConstantFP::get(real, 0.0));
  return toUnsigned ? b.CreateFPToUI(safe, target) : b.CreateFPToSI(safe, target);
}

llvm::Value *floatToFloat(Emitter &emitter, const Instruction &instruction, llvm::Value *value, const Type *to) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *result = b.CreateFPCast(value, emitter.types().scalar(to));
  if (instruction.op == Op::Convert || result == value || !to->is(TypeKind::F32)) return result;
  auto isInfinite = [&](llvm::Value *number) {
    llvm::Value *magnitude = b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, number);
    return b.CreateFCmpOEQ(magnitude, llvm::ConstantFP::getInfinity(number->getType()));
  };
  failToConvert(emitter, instruction, b.CreateAnd(isInfinite(result), b.CreateNot(isInfinite(value))));
  return result;
}

llvm::Value *floatToDecimal(Emitter &emitter, const Instruction &instruction, llvm::Value *value, const Type *to) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *arguments[] = {b.CreateFPCast(value, b.getDoubleTy()), b.getInt32(to->precision), b.getInt32(to->scale)};
  return emitter.underGuard(emitter.guardOf(instruction), [&] {
    RuntimeResult made = callRuntime(emitter, abi::info(abi::OperationId::DecimalFromF64), arguments, to);
    emitter.scope.failures->failIf(made.failed, instruction.site, FailureKind::ConversionError);
    return std::move(made.value);
  })[0];
}

llvm::Value *integerToInteger(Emitter &emitter, const Instruction &instruction, llvm::Value *value, const Type *from,
                              const Type *to) {
  bool checked = instruction.op == Op::ConvertChecked;
  unsigned scale = from->isDecimal() ? from->scale : 0;
  bool fromUnsigned = isUnsigned(from);
  if (from->isDecimal() || to->isDecimal()) {
    // An u64 may have the sign bit set: it is wide.
    llvm::Type *whole =
        fromUnsigned && from->bits() == 64 ? emitter.builder.getInt128Ty() : emitter.builder.getInt64Ty();
    if (!from->isDecimal()) value = emitter.builder.CreateIntCast(value, whole, !fromUnsigned);
    value = rescaleDecimal(emitter, instruction, value, digitsOf(from), scale, to, checked);
    fromUnsigned = false;
  }
  if (!to->isDecimal()) return narrowInteger(emitter, instruction, value, fromUnsigned, to, checked);
  if (checked) failOutsideDecimal(emitter, instruction, value, to);
  return emitter.builder.CreateSExtOrTrunc(value, emitter.types().scalar(to));
}

Value convert(Emitter &emitter, const Instruction &instruction) {
  const Type *from = emitter.typeOf(instruction.operands[0]), *to = instruction.type;
  llvm::Value *value = emitter.scalar(instruction.operands[0]);
  if (from == to) return {value};
  if (!from->isFloat())
    return {to->isFloat() ? integerToFloat(emitter, instruction, value, from, to)
                          : integerToInteger(emitter, instruction, value, from, to)};
  if (to->isFloat()) return {floatToFloat(emitter, instruction, value, to)};
  return {to->isDecimal() ? floatToDecimal(emitter, instruction, value, to)
                          : floatToInteger(emitter, instruction, value, to)};
}

} // namespace

void failToConvert(Emitter &emitter, const Instruction &instruction, llvm::Value *condition) {
  if (hasNumbersToTell(emitter, instruction)) { // an Overflow, where a result is kept in its narrower type
    const std::vector<abi::Site> &sites = emitter.scope.module.source().sites;
    bool isOverflow = instruction.site != 0 && sites[instruction.site - 1].kind == FailureKind::Overflow;
    return emitter.failIf(instruction, condition, isOverflow ? FailureKind::Overflow : FailureKind::ConversionError);
  }
  llvm::Value *fails = bothOf(emitter.builder, condition, emitter.guardOf(instruction));
  emitter.scope.failures->failIf(fails, instruction.site, std::nullopt);
}

template <> Value emitOp<Op::Convert>(Emitter &emitter, const Instruction &instruction) {
  return convert(emitter, instruction);
}
template <> Value emitOp<Op::ConvertChecked>(Emitter &emitter, const Instruction &instruction) {
  return convert(emitter, instruction);
}

/// The value, zero where there is none, and whether there is one.
template <> Value emitOp<Op::ConvertOptional>(Emitter &emitter, const Instruction &instruction) {
  Instruction checked = instruction;
  checked.op = Op::ConvertChecked;
  checked.type = instruction.type->plain();
  CollectedFailures failures(emitter.builder);
  Failures *outer = std::exchange(emitter.scope.failures, &failures);
  llvm::Value *value = convert(emitter, checked)[0];
  emitter.scope.failures = outer;
  llvm::Value *isPresent = emitter.builder.CreateNot(failures.result());
  return {emitter.builder.CreateSelect(isPresent, value, llvm::Constant::getNullValue(value->getType())), isPresent};
}

/// The same bits: leaves keep their types (bool and the integers of one byte differ in registers).
template <> Value emitOp<Op::Reinterpret>(Emitter &emitter, const Instruction &instruction) {
  Value result = emitter.value(instruction.operands[0]);
  const types::Layout &target = emitter.types().layout(instruction.type);
  for (size_t i = 0; i < result.size(); ++i) {
    llvm::Type *type = emitter.types().registerType(target.leaves[i].kind);
    if (result[i]->getType() == type) continue;
    result[i] =
        type->isIntegerTy(1) ? emitter.builder.CreateIsNotNull(result[i]) : emitter.builder.CreateZExt(result[i], type);
  }
  return result;
}

} // namespace flow::codegen
