#pragma once
// What an expression of constants gives, computed while compiling as the program would.

#include "compiler/sema/Tree.h"

namespace flow::sema {

/// Nothing when the value is not known, or computing it fails.
std::optional<ir::Constant> knownValue(const tree::Expr &expr);

} // namespace flow::sema
