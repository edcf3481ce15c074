#pragma once
// Checks that a plan descriptor is consistent: every column, table and kernel that is named exists, stage
// functions take and give what their steps say, and what pipelines leave has the row that their table states.

#include "compiler/ir/Fn.h"
#include "runtime/abi/Plan.h"

namespace flow::pipeline {

/// What is wrong: "pipeline 2: the keys of the probe: no column #3". Empty when nothing is.
std::vector<std::string> verifyPipelines(const abi::PlanSpec &plan, const ir::Module &module);

} // namespace flow::pipeline
