#pragma once
// Plans from text, for tests.

#include "compiler/ir/PlanParser.h"
#include "compiler/ir/PlanPrinter.h"
#include "compiler/ir/PlanVerifier.h"

#include <gtest/gtest.h>

namespace flow::ir {

/// The plan of the text; a mistake in it is a failure of the test.
inline PlanGraph planOf(std::string_view text, types::TypeContext &context, const Module *module = nullptr) {
  std::string error;
  auto plan = parsePlan(text, context, error, module);
  EXPECT_TRUE(plan.has_value()) << error << "\n" << text;
  return plan ? std::move(*plan) : PlanGraph(context);
}

/// The same, verified.
inline PlanGraph soundPlanOf(std::string_view text, types::TypeContext &context,
                             const Module *module = nullptr) {
  PlanGraph plan = planOf(text, context, module);
  for (const std::string &problem : verify(plan, module)) ADD_FAILURE() << problem;
  return plan;
}

} // namespace flow::ir
