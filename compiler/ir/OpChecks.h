#pragma once
// The rules of checkTypes (OpTyping.h) that have a file of their own.

#include "compiler/ir/OpTyping.h"

namespace flow::ir {

/// "the result must be a list, not i64".
std::string wrongType(std::string_view what, const Type *type);
/// Lists, maps, sets, and texts by bytes.
std::string checkCollection(const Instruction &instruction, OperandTypes operands);
/// Whether the op is one of those.
bool isCollectionOp(Op op);
/// Enums, function values, caught failures.
std::string checkObject(const Instruction &instruction, OperandTypes operands);

} // namespace flow::ir
