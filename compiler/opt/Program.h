#pragma once
// What passes work on: the functions of a program, and its plans, which run from them. Owns nothing.

#include "compiler/ir/Plan.h"

namespace flow::opt {

struct Program {
  ir::Module &module;
  std::vector<ir::PlanGraph> &plans;
};

} // namespace flow::opt
