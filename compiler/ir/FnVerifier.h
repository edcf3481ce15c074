#pragma once
// Checks every rule that Fn.h and Ops.def state. It runs after lowering and after every pass; what it reports
// is a mistake of the compiler, never of a user.

#include "compiler/ir/Fn.h"

namespace flow::ir {

/// What is wrong, each with function, block and instruction: "@f b1: add: operands must ...". Empty when
/// nothing is.
std::vector<std::string> verify(const Module &module);
/// Of one function. Without the module, calls, sites and plans are not looked up.
std::vector<std::string> verify(const Function &function, const Module *module = nullptr);

} // namespace flow::ir
