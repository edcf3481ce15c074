// Sorting lists, stably and always in the same way: the places of the keys are put in order, then the elements follow.
#include "runtime/abi/Values.h"
#include "runtime/values/Failure.h"
#include "runtime/values/Lists.h"
#include "runtime/values/Ownership.h"
#include "runtime/values/SortKeys.h"

#include <algorithm>

namespace flow::values {

using namespace abi;

namespace {

/// Equal integers are the same, so they need no places.
template <typename T> void sortIntegers(ListObject &list) {
  auto *first = reinterpret_cast<T *>(list.elements());
  std::sort(first, first + list.length);
}

bool sortAsIntegers(ListObject &list, ShapeKind kind) {
  switch (kind) {
  case ShapeKind::Bool:
  case ShapeKind::U8: sortIntegers<uint8_t>(list); return true;
  case ShapeKind::I8: sortIntegers<int8_t>(list); return true;
  case ShapeKind::I16: sortIntegers<int16_t>(list); return true;
  case ShapeKind::U16: sortIntegers<uint16_t>(list); return true;
  case ShapeKind::Date:
  case ShapeKind::I32: sortIntegers<int32_t>(list); return true;
  case ShapeKind::U32: sortIntegers<uint32_t>(list); return true;
  case ShapeKind::U64: sortIntegers<uint64_t>(list); return true;
  case ShapeKind::I64:
  case ShapeKind::Decimal64:
  case ShapeKind::Timestamp:
  case ShapeKind::Duration:
  case ShapeKind::Months:
  case ShapeKind::Size: sortIntegers<int64_t>(list); return true;
  default: return false;
  }
}

/// A new list with the elements at `places`; of a list that is the caller's own they move.
ListObject *gathered(ValueHeap &heap, ListObject *list, const ValueShape &element, const uint64_t *places) {
  ListObject *sorted = newList(heap, list->length, element.size);
  if (!sorted) return nullptr;
  sorted->length = list->length;
  char *to = sorted->elements();
  constexpr uint64_t kAhead = 16; // elements come from all over the list
  for (uint64_t i = 0; i < list->length; ++i, to += element.size) {
    __builtin_prefetch(list->elements() + places[std::min(i + kAhead, list->length - 1)] * element.size);
    std::memcpy(to, list->elements() + places[i] * element.size, element.size);
  }
  if (!list->isShared()) {
    heap.free(list, list->bytes);
  } else {
    retainValues(element, sorted->elements(), sorted->length);
    if (list->isCounted()) --list->users;
  }
  return sorted;
}

} // namespace

} // namespace flow::values

using namespace flow::values;

uint32_t flow_list_sort(FlowContext *context, FlowList **list, const FlowShape *element) noexcept {
  if (!*list) return 0;
  if (flow_list_own(context, list, element) != 0) return 1;
  if (sortAsIntegers(**list, element->kind)) return 0;
  return flow_list_sort_by(context, list, element, *list, element);
}

uint32_t flow_list_sort_by(FlowContext *context, FlowList **list, const FlowShape *element, const FlowList *keys,
                           const FlowShape *key) noexcept {
  if (!*list) return 0;
  flow::ValueHeap &heap = *context->values;
  Scratch<uint64_t> places(heap, keys->length);
  bool isSorted = !places.isDenied() && sortPlaces(heap, *keys, *key, places.data());
  FlowList *sorted = isSorted ? gathered(heap, *list, *element, places.data()) : nullptr;
  if (!sorted) return outOfMemory(context);
  *list = sorted;
  return 0;
}

uint32_t flow_list_order(FlowContext *context, FlowList **result, const FlowList *keys, const FlowShape *key) noexcept {
  *result = nullptr;
  if (!keys || keys->length == 0) return 0;
  FlowList *order = newList(*context->values, keys->length, sizeof(uint64_t));
  if (!order) return outOfMemory(context);
  order->length = keys->length;
  if (sortPlaces(*context->values, *keys, *key, reinterpret_cast<uint64_t *>(order->elements()))) {
    *result = order;
    return 0;
  }
  context->values->free(order, order->bytes);
  return outOfMemory(context);
}
