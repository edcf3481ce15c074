#pragma once
// Calls a line of Functions.def with values of the interpreter: the oracle of how generated code calls it.

#include "compiler/ir/Interpreter.h"

namespace flow::random {

ir::HostResult callBuiltin(uint32_t line, std::span<const ir::Value> operands);
/// `${x:.2f}` of an integer or a float.
ir::HostResult format(const ir::Value &value, const std::string &specification);

} // namespace flow::random
