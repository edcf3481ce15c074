#pragma once
// Lists of generated code. A list value is a pointer to a ListObject, null for the empty list; its memory is of the
// heap of the kernel context and goes with it, so nothing is counted and nothing is freed one by one.
//
// Lists are values, so a list that somebody else may see is never changed:
//  - Appending writes behind the last element, which no other list that shares the store counts; a list that does not
//    end where the store does is copied. So appending in a loop is linear.
//  - Setting an element copies the list unless its object has one reference only. Who makes a second reference sets
//    `isShared`, for good. (Generated code knows when a reference just moves: see codegen/ListOwnership.h.)
// All functions are extern "C" noexcept; runtime/lists implements them. 1 is returned when memory is denied; the
// failure is then in the context.

#include "runtime/abi/KernelContext.h"

namespace flow::abi {

/// Memory that lists share.
struct ListStore {
  uint64_t used = 0; ///< elements written
  uint64_t capacity = 0;
};

/// `count` elements of one size, each laid out as compiler/types/Layout.h says.
struct ListObject {
  uint64_t count = 0;
  char *elements = nullptr; ///< 16-byte aligned
  ListStore *store = nullptr;
  uint64_t elementBytes = 0;
  uint64_t isShared = 0; ///< some other value may refer to this object or to its elements
};

} // namespace flow::abi

extern "C" {
/// 16-byte aligned; null when memory is denied.
void *flow_list_allocate(flow::abi::KernelContext *context, uint64_t bytes) noexcept;
/// A list of `count` elements, to be written by the caller; null when memory is denied.
flow::abi::ListObject *flow_list_new(flow::abi::KernelContext *context, uint64_t count, uint64_t elementBytes) noexcept;
/// `list` with `count` elements more from `values`.
uint32_t flow_list_append(flow::abi::KernelContext *context, const flow::abi::ListObject *list, const void *values,
                          uint64_t count, uint64_t elementBytes, const flow::abi::ListObject **result) noexcept;
/// A copy of `list` with another element at `index`, which is in range.
uint32_t flow_list_set(flow::abi::KernelContext *context, const flow::abi::ListObject *list, uint64_t index,
                       const void *value, const flow::abi::ListObject **result) noexcept;
}
