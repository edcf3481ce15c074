#pragma once
// The typing rule of aggregate functions, for the checker of programs and the verifier of plans alike.

#include "compiler/types/Type.h"
#include "runtime/abi/AggregateKind.h"

namespace flow::types {

/// The type of the aggregate for an argument (null when it takes none), or null when it does not take that.
/// `mayBeEmpty`: no row may count, because there are no keys or because of a `where`. An aggregate of nothing
/// is null, but counts and sums are 0.
const Type *aggregateType(abi::AggregateKind kind, const Type *argument, bool mayBeEmpty, TypeContext &context);

} // namespace flow::types
