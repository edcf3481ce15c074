#pragma once
// Making lists.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/ValueShape.h"
#include "runtime/base/ValueHeap.h"

namespace flow::values {

/// An empty list with room for at least `capacity` elements; null when memory is denied.
abi::ListObject *newList(ValueHeap &heap, uint64_t capacity, uint64_t elementBytes);

} // namespace flow::values
