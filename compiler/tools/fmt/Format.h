#pragma once
// The one style of Flow, `flowc fmt`. Two blanks of indent, lines of at most 100 columns where the text
// allows it. What the author broke stays broken where both forms read well: pipelines, blocks and other
// braces, calls of methods in lines of their own. Empty lines between statements stay, one at most. Brackets
// `( [` that do not fit have one element a line and a comma behind the last; braces separate by newlines.
//
// Formatting twice changes nothing, no comment is lost, and the syntax tree stays the same.

#include "compiler/ast/Ast.h"
#include "compiler/base/SourceManager.h"

#include <string>

namespace flow::fmt {

/// The formatted text of a module that was parsed without errors.
std::string formatModule(const ast::Module &module, const SourceManager &sources);

} // namespace flow::fmt
