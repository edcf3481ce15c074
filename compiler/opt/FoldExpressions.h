#pragma once
// Simplifies the expressions of plans (see Simplify.h), and makes columns of those that are just columns.
//
// Before all passes over plans: what null lifting and three-valued logic leave behind would hide from them
// which terms a filter has and what may fail. It is required since it decides what an expression reads: `.x >
// 1 and false` does not read x, which is then not demanded (see EvaluateOnDemand.h).

#include "compiler/opt/Program.h"

namespace flow::opt {

void foldExpressions(Program program);

} // namespace flow::opt
