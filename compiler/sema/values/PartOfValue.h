#pragma once
// What stands in a tuple, a record, a list, a text, as an index: it must give a value.

#include "compiler/sema/Checker.h"

namespace flow::sema {

/// The value, or after a report the Error expression: what gives nothing (`print(x)`) or leaves (`fail "why"`) is no
/// part of another value.
Expr *partOfValue(Checker &checker, Expr *value);

} // namespace flow::sema
