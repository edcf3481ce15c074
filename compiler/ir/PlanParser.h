#pragma once
// Reads the text that PlanPrinter writes. Rows may be left out: they follow from the typing rules. A row that
// is given is kept as it is, for PlanVerifier to compare.

#include "compiler/base/TextCursor.h"
#include "compiler/ir/Plan.h"

namespace flow::ir {

/// The plan, or nothing, and `error` says the line and what is wrong with it. Callees are those of the
/// module.
std::optional<PlanGraph> parsePlan(std::string_view text, types::TypeContext &context, std::string &error,
                                   const Module *module = nullptr);

/// One plan, from where the cursor stands; nothing after a mistake, which is then in the cursor.
std::optional<PlanGraph> parsePlan(TextCursor &cursor, types::TypeContext &context, const Module *module = nullptr);

/// A module, and behind it any number of plans, as `flowc emit` prints them one after the other. False after a mistake.
bool parseProgram(std::string_view text, types::TypeContext &context, Module &module, std::vector<PlanGraph> &plans,
                  std::string &error);

} // namespace flow::ir
