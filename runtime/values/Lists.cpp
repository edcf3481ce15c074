#include "runtime/values/Lists.h"

#include "runtime/abi/Values.h"
#include "runtime/values/Failure.h"
#include "runtime/values/Ownership.h"

#include <algorithm>

namespace flow::values {

using namespace abi;

namespace {

/// Bytes of a block with room for so many elements; 0 when no block is that large.
uint64_t blockBytes(uint64_t capacity, uint64_t elementBytes) {
  uint64_t bytes;
  if (__builtin_mul_overflow(capacity, elementBytes, &bytes) || bytes > SIZE_MAX / 4) return 0;
  return ValueHeap::usableBytes(sizeof(ListObject) + bytes);
}

void setRoom(ListObject &list, uint64_t bytes, uint64_t elementBytes) {
  list.bytes = bytes;
  list.capacity = elementBytes ? (bytes - sizeof(ListObject)) / elementBytes : UINT64_MAX;
}

/// The elements [from, to) of `list` in a new one.
ListObject *copied(ValueHeap &heap, const ListObject &list, const ValueShape &element, uint64_t from, uint64_t to,
                   uint64_t capacity) {
  ListObject *copy = newList(heap, capacity, element.size);
  if (!copy) return nullptr;
  copy->length = to - from;
  std::memcpy(copy->elements(), list.elements() + from * element.size, copy->length * element.size);
  retainValues(element, copy->elements(), copy->length);
  return copy;
}

/// In the caller's own list, which may move. False when memory is denied.
bool makeRoom(ValueHeap &heap, ListObject *&list, const ValueShape &element, uint64_t capacity) {
  if (capacity <= list->capacity) return true;
  // By half more at least, so that appending is cheap.
  uint64_t bytes = blockBytes(std::max(capacity, list->capacity + list->capacity / 2), element.size);
  void *moved = bytes ? heap.reallocate(list, list->bytes, bytes) : nullptr;
  if (!bytes) heap.deny(SIZE_MAX / 4);
  if (!moved) return false;
  list = static_cast<ListObject *>(moved);
  setRoom(*list, bytes, element.size);
  return true;
}

/// The list becomes the caller's own, with room for `capacity` elements.
bool own(ValueHeap &heap, ListObject *&list, const ValueShape &element, uint64_t capacity) {
  if (list && !list->isShared()) return makeRoom(heap, list, element, capacity);
  uint64_t length = list ? list->length : 0;
  ListObject *mine = list ? copied(heap, *list, element, 0, length, std::max(capacity, length))
                          : newList(heap, capacity, element.size);
  if (!mine) return false;
  if (list && list->isCounted()) --list->users; // it was shared: somebody is left
  list = mine;
  return true;
}

} // namespace

ListObject *newList(ValueHeap &heap, uint64_t capacity, uint64_t elementBytes) {
  uint64_t bytes = blockBytes(std::max<uint64_t>(capacity, 4), elementBytes);
  if (!bytes) heap.deny(SIZE_MAX / 4);
  void *memory = bytes ? heap.allocate(bytes) : nullptr;
  if (!memory) return nullptr;
  auto *list = new (memory) ListObject;
  setRoom(*list, bytes, elementBytes);
  return list;
}

} // namespace flow::values

using namespace flow::values;

uint32_t flow_list_own(FlowContext *context, FlowList **list, const FlowShape *element) noexcept {
  return !*list || own(*context->values, *list, *element, 0) ? 0 : outOfMemory(context);
}

uint32_t flow_list_grow(FlowContext *context, FlowList **list, const FlowShape *element, uint64_t more) noexcept {
  uint64_t length = *list ? (*list)->length : 0;
  return own(*context->values, *list, *element, length + more) ? 0 : outOfMemory(context);
}

uint32_t flow_list_slice(FlowContext *context, FlowList **result, const FlowList *list, const FlowShape *element,
                         int64_t from, int64_t to) noexcept {
  *result = nullptr;
  if (from == to) return 0;
  auto begin = static_cast<uint64_t>(from), end = static_cast<uint64_t>(to);
  *result = copied(*context->values, *list, *element, begin, end, end - begin);
  return *result ? 0 : outOfMemory(context);
}

uint32_t flow_list_concat(FlowContext *context, FlowList **list, const FlowList *more,
                          const FlowShape *element) noexcept {
  if (!more || more->length == 0) return 0;
  uint64_t length = *list ? (*list)->length : 0, added = more->length;
  if (!own(*context->values, *list, *element, length + added)) return outOfMemory(context);
  char *end = (*list)->elements() + length * element->size;
  std::memcpy(end, more->elements(), added * element->size);
  retainValues(*element, end, added);
  (*list)->length = length + added;
  return 0;
}

uint32_t flow_list_open(FlowContext *context, FlowList **list, const FlowShape *element, uint64_t index) noexcept {
  uint64_t length = *list ? (*list)->length : 0;
  if (!own(*context->values, *list, *element, length + 1)) return outOfMemory(context);
  char *gap = (*list)->elements() + index * element->size;
  std::memmove(gap + element->size, gap, (length - index) * element->size);
  (*list)->length = length + 1;
  return 0;
}

void flow_list_close(FlowList *list, const FlowShape *element, uint64_t index) noexcept {
  char *gap = list->elements() + index * element->size;
  std::memmove(gap, gap + element->size, (list->length - index - 1) * element->size);
  --list->length;
}

uint32_t flow_list_clear(FlowContext *context, FlowList **list, const FlowShape *element) noexcept {
  FlowList *old = *list;
  if (!old) return 0;
  if (old->isShared()) {
    if (old->isCounted()) --old->users;
    *list = nullptr;
    return 0;
  }
  uint64_t length = std::exchange(old->length, 0);
  Releaser(*context->values).values(*element, old->elements(), length);
  return 0;
}

uint32_t flow_list_reverse(FlowContext *context, FlowList **list, const FlowShape *element) noexcept {
  if (!*list) return 0;
  if (!own(*context->values, *list, *element, 0)) return outOfMemory(context);
  char *first = (*list)->elements(), *last = first + (*list)->length * element->size;
  while (first < last && (last -= element->size) > first) {
    std::swap_ranges(first, first + element->size, last);
    first += element->size;
  }
  return 0;
}
