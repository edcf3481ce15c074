#pragma once
// Reads the text that PlanPrinter writes. Rows may be left out: they follow from the typing rules. A row that
// is given is kept as it is, for PlanVerifier to compare.

#include "compiler/ir/Plan.h"

namespace flow::ir {

/// The plan, or nothing, and `error` says the line and what is wrong with it. Callees are those of the
/// module.
std::optional<PlanGraph> parsePlan(std::string_view text, types::TypeContext &context, std::string &error,
                                   const Module *module = nullptr);

} // namespace flow::ir
