#pragma once
// The back half: from the typed tree to optimized plans, the pipelines that run them, and the Fn IR of all kernels.

#include "compiler/driver/Front.h"
#include "compiler/lower/Lowering.h"
#include "runtime/abi/Plan.h"

namespace flow::driver {

struct Back {
  lower::LoweredProgram program;    ///< after optimization; its module also has the stages
  std::vector<abi::PlanSpec> plans; ///< by number
};

/// The IRs as lowering makes them, then optimized as the invocation's `--passes` says; false after a message.
bool optimizeProgram(const Invocation &invocation, Front &front, Back &back, lower::Entry entry = lower::Entry::Main);
/// Cuts the plans into pipelines.
void buildPlans(Back &back);

} // namespace flow::driver
