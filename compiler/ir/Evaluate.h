#pragma once
// What the operations of Fn IR compute, one by one: the definition that generated code is tested against.
// Operations that need more than their operands (calls, slots, text, tables, terminators) belong to the
// interpreter.

#include "compiler/ir/OpTyping.h"
#include "compiler/ir/Value.h"

namespace flow::ir {

/// Whether evaluate defines the operation.
bool isEvaluable(Op op);

/// The result, or nothing when the operation fails. The operands' types and values are right (FnVerifier).
/// The guard is the caller's business.
std::optional<Value> evaluate(const Instruction &instruction, OperandTypes types, std::span<const Value> operands);

/// Operations on lists, maps, sets and texts by bytes.
std::optional<Value> evaluateCollection(const Instruction &instruction, OperandTypes types,
                                        std::span<const Value> operands);

/// Convert and ConvertChecked.
std::optional<Value> convert(const Value &value, const Type *from, const Type *to);

} // namespace flow::ir
