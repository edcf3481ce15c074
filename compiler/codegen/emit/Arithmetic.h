#pragma once
// What the families of arithmetic share.

#include "compiler/codegen/Narrow.h"
#include "compiler/codegen/emit/Ops.h"

namespace flow::codegen {

// ---- Convert.cpp
/// Where a checked conversion has no result: its site says of which kind the failure is.
void failToConvert(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *condition);

// ---- Decimal.cpp
llvm::Value *addDecimals(Emitter &emitter, const ir::Instruction &instruction, bool subtract);
llvm::Value *multiplyDecimals(Emitter &emitter, const ir::Instruction &instruction);
/// An integer of `digits` digits, `scale` of them after the point, with those of `to`. What does not fit
/// exactly fails when `checked`, else its type says that it does not occur. Whether the digits fit `to` is
/// not looked at. The result may be narrower or wider than `to`.
llvm::Value *rescaleDecimal(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *value, unsigned digits,
                            unsigned scale, const types::Type *to, bool checked);
void failOutsideDecimal(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *value,
                        const types::Type *type);
/// The nearest f64.
llvm::Value *decimalToFloat(Emitter &emitter, const ir::Instruction &instruction, llvm::Value *value,
                            const types::Type *from);
/// 10^exponent in the width of `type`.
llvm::ConstantInt *powerOfTen(llvm::Type *type, unsigned exponent);

// ---- Arithmetic.cpp
/// True whenever a * b overflows; also for some products beyond half of the range. Without branches, in any
/// width.
llvm::Value *suspectProduct(llvm::IRBuilderBase &builder, llvm::Value *a, llvm::Value *b, bool isSigned);

} // namespace flow::codegen
