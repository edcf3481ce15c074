#pragma once
// Equality and order of values of any type, as Flow has them and as the runtime has them for generated code
// (runtime/values).

#include "compiler/ir/Value.h"

namespace flow::ir {

/// `==`: floats IEEE, maps and sets regardless of order.
bool areEqual(const Value &a, const Value &b, const Type *type);
/// As keys of maps are: NaN is equal to itself.
bool areSameKey(const Value &a, const Value &b, const Type *type);
/// `<`, or with `orEqual` `<=`, of ordered types.
bool isLess(const Value &a, const Value &b, const Type *type, bool orEqual);
/// The order of sorting: negative, zero or positive; NaN last.
int compareForSort(const Value &a, const Value &b, const Type *type);

} // namespace flow::ir
