#pragma once
// What the typing rules of verbs have in common: the frame that comes in, the frame that goes out.

#include "compiler/sema/verbs/Verbs.h"

namespace flow::sema {

/// The first argument when it is a frame (not a group), else a report and null.
tree::Expr *inputFrame(Checker &checker, const CallSite &call);
/// A Frame node of the row `row` over `input`, or the error expression when the row cannot be one of columns.
tree::Expr *frameOf(Checker &checker, const CallSite &call, const Type *row, std::vector<tree::Expr *> inputs,
                    tree::FrameVerb verb);
/// The column that a positional argument such as `.a` names, or a report.
std::optional<uint32_t> columnArgument(Checker &checker, const Argument &argument, const Type *row);
/// The columns of `[.a, .b]` or `.a`, or a report.
std::optional<std::vector<uint32_t>> columnList(Checker &checker, const ast::Expr &expr, const Type *row);
/// How many rows are meant: an i64 of host code, without columns in it, which is not negative where it is known.
tree::Expr *rowCount(Checker &checker, const Argument &argument, const std::string &what);

} // namespace flow::sema
