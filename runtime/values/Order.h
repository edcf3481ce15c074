#pragma once
// The order of two values of an ordered type (types::isOrdered): scalars, lists and tuples.

#include "runtime/abi/ValueShape.h"

namespace flow::values {

/// The order of sorting, which is total: negative, zero or positive; NaN last, -0.0 as 0.0.
int compareForSort(const abi::ValueShape &shape, const char *a, const char *b);

} // namespace flow::values
