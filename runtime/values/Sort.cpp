// Sorting lists, stably and always in the same way. Keys become fixed-size entries with their place, which the standard
// sort puts in order; then the elements follow.
#include "runtime/abi/Values.h"
#include "runtime/abi/leaf/Leaf.h"
#include "runtime/values/Failure.h"
#include "runtime/values/Lists.h"
#include "runtime/values/Order.h"
#include "runtime/values/Ownership.h"
#include "runtime/values/Walk.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace flow::values {

using namespace abi;

namespace {

/// Memory of a sort, counted as that of values is.
template <typename T> class Scratch {
public:
  Scratch(ValueHeap &heap, uint64_t count) : heap_(heap), bytes_(count * sizeof(T)) {
    data_ = static_cast<T *>(heap.allocate(bytes_));
  }
  Scratch(const Scratch &) = delete;
  ~Scratch() {
    if (data_) heap_.free(data_, bytes_);
  }
  bool isDenied() const { return !data_; }
  T *data() { return data_; }
  T &operator[](uint64_t i) { return data_[i]; }

private:
  ValueHeap &heap_;
  uint64_t bytes_;
  T *data_;
};

/// A key whose order is that of a word, and where it stood.
struct WordKey {
  uint64_t word;
  uint64_t place;
  friend bool operator<(const WordKey &a, const WordKey &b) {
    return a.word != b.word ? a.word < b.word : a.place < b.place;
  }
};

/// Floats in the order of their numbers, zeros alike, NaN last.
uint64_t orderedWord(double value) {
  if (std::isnan(value)) return UINT64_MAX;
  auto bits = std::bit_cast<uint64_t>(value == 0 ? 0.0 : value);
  return bits >> 63 ? ~bits : bits | uint64_t{1} << 63;
}

/// Whether a word has the order of the key.
bool fitsWord(ShapeKind kind) {
  return kind <= ShapeKind::Size && kind != ShapeKind::Decimal128 && kind != ShapeKind::Unit && kind != ShapeKind::None;
}

uint64_t wordOf(const ValueShape &shape, const char *at) {
  switch (shape.kind) {
  case ShapeKind::F32: return orderedWord(load<float>(at));
  case ShapeKind::F64: return orderedWord(load<double>(at));
  case ShapeKind::U64: return load<uint64_t>(at);
  default: return static_cast<uint64_t>(wordAt(shape, at)) ^ uint64_t { 1 } << 63;
  }
}

/// The places of the keys in their order, in `places`; false when memory is denied.
bool sortByWords(ValueHeap &heap, const ListObject &keys, const ValueShape &shape, uint64_t *places) {
  Scratch<WordKey> words(heap, keys.length);
  if (words.isDenied()) return false;
  for (uint64_t i = 0; i < keys.length; ++i) words[i] = {wordOf(shape, keys.elements() + i * shape.size), i};
  std::sort(words.data(), words.data() + keys.length);
  for (uint64_t i = 0; i < keys.length; ++i) places[i] = words[i].place;
  return true;
}

/// The first eight bytes of a text, in their order.
uint64_t prefixOf(const StringView &text) {
  uint64_t word = 0;
  std::memcpy(&word, text.data(), std::min<uint32_t>(text.length, 8));
  return __builtin_bswap64(word);
}

/// The first eight bytes of a text decide most comparisons.
bool sortByTexts(ValueHeap &heap, const ListObject &keys, uint64_t *places) {
  Scratch<WordKey> words(heap, keys.length);
  if (words.isDenied()) return false;
  const auto *texts = reinterpret_cast<const StringView *>(keys.elements());
  for (uint64_t i = 0; i < keys.length; ++i) words[i] = {prefixOf(texts[i]), i};
  std::sort(words.data(), words.data() + keys.length, [texts](const WordKey &a, const WordKey &b) {
    if (a.word != b.word) return a.word < b.word;
    int order = flow_str_compare(&texts[a.place], &texts[b.place]);
    return order != 0 ? order < 0 : a.place < b.place;
  });
  for (uint64_t i = 0; i < keys.length; ++i) places[i] = words[i].place;
  return true;
}

/// The first parts of a tuple as words, which decide most comparisons, or all.
template <size_t kWords> struct RowKey {
  std::array<uint64_t, kWords> words;
  uint64_t place;
};

/// How many parts of the key have a word, up to a text, whose word is its begin.
size_t wordsOf(const ValueShape &shape) {
  constexpr size_t kMost = 4;
  size_t words = 0;
  if (shape.kind != ShapeKind::Tuple) return 0;
  while (words < std::min<size_t>(shape.count, kMost)) {
    ShapeKind kind = shape.fields[words].shape->kind;
    if (!fitsWord(kind) && kind != ShapeKind::Text) break;
    ++words;
    if (kind == ShapeKind::Text) break;
  }
  return words;
}

template <size_t kWords>
bool sortByRows(ValueHeap &heap, const ListObject &keys, const ValueShape &shape, uint64_t *places) {
  Scratch<RowKey<kWords>> rows(heap, keys.length);
  if (rows.isDenied()) return false;
  const char *elements = keys.elements();
  for (uint64_t i = 0; i < keys.length; ++i) {
    for (size_t word = 0; word < kWords; ++word) {
      const FieldShape &field = shape.fields[word];
      const char *at = elements + i * shape.size + field.offset;
      bool isText = field.shape->kind == ShapeKind::Text;
      rows[i].words[word] = isText ? prefixOf(load<StringView>(at)) : wordOf(*field.shape, at);
    }
    rows[i].place = i;
  }
  bool decidesAll = kWords == shape.count && shape.fields[kWords - 1].shape->kind != ShapeKind::Text;
  std::sort(rows.data(), rows.data() + keys.length, [&](const RowKey<kWords> &a, const RowKey<kWords> &b) {
    for (size_t word = 0; word < kWords; ++word)
      if (a.words[word] != b.words[word]) return a.words[word] < b.words[word];
    int order =
        decidesAll ? 0 : compareForSort(shape, elements + a.place * shape.size, elements + b.place * shape.size);
    return order != 0 ? order < 0 : a.place < b.place;
  });
  for (uint64_t i = 0; i < keys.length; ++i) places[i] = rows[i].place;
  return true;
}

bool sortPlaces(ValueHeap &heap, const ListObject &keys, const ValueShape &shape, uint64_t *places) {
  if (fitsWord(shape.kind)) return sortByWords(heap, keys, shape, places);
  if (shape.kind == ShapeKind::Text) return sortByTexts(heap, keys, places);
  switch (wordsOf(shape)) {
  case 1: return sortByRows<1>(heap, keys, shape, places);
  case 2: return sortByRows<2>(heap, keys, shape, places);
  case 3: return sortByRows<3>(heap, keys, shape, places);
  case 4: return sortByRows<4>(heap, keys, shape, places);
  default: break;
  }
  for (uint64_t i = 0; i < keys.length; ++i) places[i] = i;
  const char *elements = keys.elements();
  std::sort(places, places + keys.length, [&](uint64_t a, uint64_t b) {
    int order = compareForSort(shape, elements + a * shape.size, elements + b * shape.size);
    return order != 0 ? order < 0 : a < b;
  });
  return true;
}

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
  for (uint64_t i = 0; i < list->length; ++i, to += element.size)
    std::memcpy(to, list->elements() + places[i] * element.size, element.size);
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
