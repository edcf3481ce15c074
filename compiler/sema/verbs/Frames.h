#pragma once
// What the typing rules of verbs have in common: the frame that comes in, the frame that goes out.

#include "compiler/sema/verbs/Verbs.h"

namespace flow::sema {

/// The first argument when it is a frame (not a group), else a report and null.
tree::Expr *inputFrame(Checker &checker, const CallSite &call);
/// A Frame node of the row `row` over `input`, or the error expression when the row cannot be one of columns.
tree::Expr *frameOf(Checker &checker, const CallSite &call, const Type *row, std::vector<tree::Expr *> inputs,
                    tree::FrameVerb verb);
/// What goes on behind a verb that was reported, so that what is wrong behind it is found, too. A column of which
/// nothing is known has the Error type: whoever reads it is not told again.
tree::Expr *reportedFrame(Checker &checker, const CallSite &call, const Type *row);
/// Whether it is such a frame.
bool isReported(const tree::Expr *frame);
/// The row, of whose columns `name`, or the one that is meant by it, nothing is known: a verb that was reported makes
/// something of it. Unchanged when there is none.
const Type *withUnknown(Checker &checker, const Type *row, const std::string &name);
/// The column that a positional argument such as `.a` names, or a report.
std::optional<uint32_t> columnArgument(Checker &checker, const Argument &argument, const Type *row);
/// An i64 of host code, without columns, that is not negative where it is known; or a report.
tree::Expr *rowCount(Checker &checker, const Argument &argument);
/// Reports that `by:` is missing, where keys may stand among the other arguments.
void reportWithoutBy(Checker &checker, const CallSite &call, const Type *row, const char *example);
/// `by: (.a, .b)`: reports keys in round brackets.
bool reportTupleOfKeys(Checker &checker, const ast::Expr &keys);
/// The name of the column that the argument is, as written; empty of others.
std::string writtenName(const Argument &argument);
/// A text as it is written, without anything that would have to be computed; else empty.
std::string plainText(const ast::Expr &expr);
/// The columns of `[.a, .b]` or `.a`, or a report.
std::optional<std::vector<uint32_t>> columnList(Checker &checker, const ast::Expr &expr, const Type *row);

} // namespace flow::sema
