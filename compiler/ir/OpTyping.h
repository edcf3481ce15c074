#pragma once
// The typing rule of every operation of Fn IR: which types its operands may have, and what follows for the
// result. FnVerifier checks by it, FnBuilder and the compact text of expressions leave out what it implies.

#include "compiler/ir/Fn.h"

#include <span>

namespace flow::ir {

using OperandTypes = std::span<const Type *const>;

/// Kept as an integer: ints, bool, dates, timestamps, durations, sizes, decimals.
bool isIntegral(const Type *type);
/// The least and the greatest value of an integral type; of a decimal, those with all digits nine.
struct IntegerRange {
  __int128 least = 0, greatest = 0;
};
IntegerRange integerRange(const Type *type);
/// A scalar (not optional) of Fn IR.
bool isScalar(const Type *type);

/// Whether Convert takes `from` to `to`; whether ConvertChecked does.
bool convertsWithoutFailing(const Type *from, const Type *to);
bool convertsChecked(const Type *from, const Type *to);

/// The result type when it follows from the operands (and, for Field, from the index); else null: it has
/// to be stated.
const Type *impliedType(Op op, OperandTypes operands, uint32_t index, types::TypeContext &context);

/// What is wrong with the types of an instruction that needs nothing else of its function; empty when
/// nothing is.
std::string checkTypes(const Instruction &instruction, OperandTypes operands);

/// Whether the instruction may fail, given the types at hand: float arithmetic never does, a builtin when its
/// line says so. A call depends on its callee: give the module, else it may.
bool canFail(const Instruction &instruction, const Function &function, const Module *module = nullptr);

/// Whether it only computes its result (and perhaps fails). A call depends on its callee: give the module,
/// else it may do more.
bool isPure(const Instruction &instruction, const Module *module = nullptr);

} // namespace flow::ir
