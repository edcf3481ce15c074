#pragma once
// Checks every rule of Plan.h: the graph has no cycle, each row is what the typing rule gives, row functions
// are sound Fn IR. It runs after lowering and after every pass.

#include "compiler/ir/Plan.h"

namespace flow::ir {

/// What is wrong, each with its node as the text of the plan numbers it: "%3 filter: ...". Empty when nothing
/// is. Without the module, callees and sites of row functions are not looked up.
std::vector<std::string> verify(const PlanGraph &plan, const Module *module = nullptr);

} // namespace flow::ir
