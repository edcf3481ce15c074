#pragma once
// Records are structural: `(id: 1)` is a `Zone` where one is asked for, and the other way round. As names are not in
// the values, that costs nothing, however deep in lists and maps the records lie.

#include "compiler/types/Type.h"

namespace flow::types {

/// Whether the records go together: fields of the same names in the same order, and not both have a name of their own.
bool haveSameFieldNames(const Type *a, const Type *b);
/// Whether the values of both types are the same bits, and nothing but names of records differs.
bool isSameButForNames(const Type *a, const Type *b);

} // namespace flow::types
