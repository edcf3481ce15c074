#pragma once
// Which functions may fail: those with an instruction that can, or a call of one that may.

#include "compiler/ir/Plan.h"

namespace flow::ir {

/// Sets Function::mayFail of all functions of the module.
void computeMayFail(Module &module);
/// Of all row functions of the plan, the module's flags being right.
void computeMayFail(PlanGraph &plan, const Module &module);
/// Of one function, its callees' flags being right.
bool mayFailIn(const Function &function, const Module *module);

} // namespace flow::ir
