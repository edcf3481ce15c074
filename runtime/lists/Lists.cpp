// The functions of runtime/abi/ListObject.h.
#include "runtime/abi/ListObject.h"
#include "runtime/base/Memory.h"

#include <algorithm>
#include <cstring>

using flow::abi::KernelContext;
using flow::abi::ListObject;
using flow::abi::ListStore;

constexpr uint64_t kAlignment = 16;

static uint32_t denied(KernelContext *context) {
  return flow::abi::fail(context, flow::FailureKind::OutOfMemory, "the memory limit is reached");
}

/// An empty list with room for `capacity` elements, in one piece of memory.
static ListObject *emptyList(KernelContext *context, uint64_t capacity, uint64_t elementBytes) {
  constexpr uint64_t kHeader = (sizeof(ListObject) + sizeof(ListStore) + kAlignment - 1) / kAlignment * kAlignment;
  auto *memory = static_cast<char *>(flow_list_allocate(context, kHeader + capacity * elementBytes));
  if (!memory) return nullptr;
  auto *store = new (memory + sizeof(ListObject)) ListStore{0, capacity};
  return new (memory) ListObject{0, memory + kHeader, store, elementBytes, 0};
}

/// Writes elements behind the last one; there is room.
static void extend(ListObject &list, const void *values, uint64_t count) {
  if (count) std::memcpy(list.elements + list.count * list.elementBytes, values, count * list.elementBytes);
  list.count += count;
  list.store->used = list.count;
}

void *flow_list_allocate(KernelContext *context, uint64_t bytes) noexcept {
  char *memory = context->heap->allocate(bytes + kAlignment - 1);
  if (!memory) return nullptr;
  auto address = reinterpret_cast<uintptr_t>(memory);
  return reinterpret_cast<void *>((address + kAlignment - 1) & ~uintptr_t{kAlignment - 1});
}

ListObject *flow_list_new(KernelContext *context, uint64_t count, uint64_t elementBytes) noexcept {
  ListObject *list = emptyList(context, count, elementBytes);
  if (!list) return nullptr;
  list->count = count;
  list->store->used = count;
  return list;
}

uint32_t flow_list_append(KernelContext *context, const ListObject *list, const void *values, uint64_t count,
                          uint64_t elementBytes, const ListObject **result) noexcept {
  uint64_t oldCount = list ? list->count : 0;
  bool hasRoom = list && list->store->used == oldCount && oldCount + count <= list->store->capacity;
  ListObject *longer = nullptr;
  if (hasRoom) {
    void *memory = flow_list_allocate(context, sizeof(ListObject));
    if (memory) longer = new (memory) ListObject(*list);
  } else {
    constexpr uint64_t kLeastCapacity = 8;
    longer = emptyList(context, std::max(kLeastCapacity, 2 * (oldCount + count)), elementBytes);
    if (longer && oldCount) extend(*longer, list->elements, oldCount);
  }
  if (!longer) return denied(context);
  extend(*longer, values, count);
  *result = longer;
  return 0;
}

uint32_t flow_list_set(KernelContext *context, const ListObject *list, uint64_t index, const void *value,
                       const ListObject **result) noexcept {
  ListObject *changed = emptyList(context, list->count, list->elementBytes);
  if (!changed) return denied(context);
  extend(*changed, list->elements, list->count);
  std::memcpy(changed->elements + index * list->elementBytes, value, list->elementBytes);
  *result = changed;
  return 0;
}
