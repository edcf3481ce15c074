#pragma once
// Types whose values lie alike: what moves them, keeps them in lists or gives them back need not know which type it is.

#include "compiler/types/Type.h"

namespace flow::types {

/// Equal for types whose values have the same leaves (Layout.h) and the same counted parts: i64 and timestamp, records
/// of other names. Maps, sets, enums, functions and records that lead to themselves only lie like themselves.
std::string representationText(const Type *type);
bool liesAlike(const Type *a, const Type *b);

} // namespace flow::types
