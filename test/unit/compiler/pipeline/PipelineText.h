#pragma once
// Plans from text, cut into pipelines, for tests.

#include "compiler/ir/FnPrinter.h"
#include "compiler/pipeline/PipelineBuilder.h"
#include "compiler/pipeline/PipelinePrinter.h"
#include "runtime/abi/Plan.h"
#include "test/unit/compiler/ir/PlanText.h"

namespace flow::pipeline {

/// Pipelines of one plan, and the module that has its stage functions. Sites 1 to 3 exist.
struct CutPlan {
  explicit CutPlan(std::string_view text) : plan(ir::planOf(text, context)) {
    module.types = &context;
    module.sites.resize(3, {0, 0, 0, abi::FailureKind::Overflow, ""});
    for (const std::string &problem : ir::verify(plan, &module)) ADD_FAILURE() << problem;
    module.planCaptures.push_back(plan.captures);
    spec = buildPipelines(plan, 0, module);
  }
  std::string pipelines() const { return dumpPipelines(spec); }
  /// All stage functions.
  std::string stages() const {
    std::string text;
    for (const ir::Function &function : module.functions) text += ir::print(function, &module);
    return text;
  }

  types::TypeContext context;
  ir::PlanGraph plan;
  ir::Module module;
  abi::PlanSpec spec;
};

} // namespace flow::pipeline
