#pragma once
// A context as host code has it, and shapes of a few types, laid out as compiler/types/Layout.h says.

#include "runtime/abi/Values.h"
#include "runtime/base/ValueHeap.h"

#include <gtest/gtest.h>

namespace flow::values {

using abi::FieldShape;
using abi::ListObject;
using abi::MapObject;
using abi::ShapeKind;
using abi::StringView;
using abi::ValueShape;
using abi::VariantShape;

inline ValueShape shape(ShapeKind kind, uint32_t size, uint8_t counted = 0, const ValueShape *first = nullptr) {
  ValueShape result;
  result.kind = kind;
  result.size = size;
  result.isCounted = counted;
  result.first = first;
  return result;
}

inline const ValueShape kI64 = shape(ShapeKind::I64, 8);
inline const ValueShape kF64 = [] {
  ValueShape result = shape(ShapeKind::F64, 8);
  result.hasFloats = 1;
  return result;
}();
inline const ValueShape kText = shape(ShapeKind::Text, 16, ValueShape::kTexts);
inline const ValueShape kNumbers = shape(ShapeKind::List, 8, ValueShape::kObjects, &kI64);
inline const ValueShape kTexts = shape(ShapeKind::List, 8, ValueShape::kObjects, &kText);
inline const ValueShape kGrid = shape(ShapeKind::List, 8, ValueShape::kObjects, &kNumbers);

inline ValueShape mapShape(const ValueShape &key, const ValueShape &value, uint32_t keyOffset) {
  ValueShape result = shape(ShapeKind::Map, 8, ValueShape::kObjects, &key);
  result.second = &value;
  result.key = keyOffset;
  result.value = keyOffset + key.size;
  result.entryBytes = result.value + value.size;
  return result;
}
inline const ValueShape kCounts = mapShape(kText, kI64, 8);
inline const ValueShape kByNumber = mapShape(kI64, kTexts, 8);

class ValueTest : public testing::Test {
protected:
  explicit ValueTest(size_t limit = MemoryPool::kNoLimit) : pool_(limit), heap_(pool_) { context_.values = &heap_; }
  ~ValueTest() override { EXPECT_EQ(heap_.liveBlocks(), 0u) << "objects that nobody gave back"; }

  static abi::TextPair pair(const StringView &text) {
    abi::TextPair words;
    std::memcpy(&words, &text, sizeof words);
    return words;
  }
  static StringView view(abi::TextPair words) {
    StringView text;
    std::memcpy(&text, &words, sizeof words);
    return text;
  }
  /// A text of one's own.
  StringView text(std::string_view characters) {
    return view(flow_text_append(&context_, pair(StringView()), pair(StringView(characters))));
  }
  ListObject *numbers(std::initializer_list<int64_t> values) {
    ListObject *list = nullptr;
    EXPECT_EQ(flow_list_grow(&context_, &list, &kI64, values.size()), 0u);
    for (int64_t value : values) reinterpret_cast<int64_t *>(list->elements())[list->length++] = value;
    return list;
  }
  template <typename T> static T *elements(ListObject *list) { return reinterpret_cast<T *>(list->elements()); }
  std::string shown(const ValueShape &of, const void *value) {
    StringView out;
    flow_value_text(&context_, &out, &of, value);
    std::string result(out.view());
    flow_value_release(&context_, &kText, &out);
    return result;
  }
  std::string shown(const ValueShape &of, ListObject *list) { return shown(of, static_cast<const void *>(&list)); }
  std::string shown(const ValueShape &of, MapObject *map) { return shown(of, static_cast<const void *>(&map)); }
  template <typename Object> void drop(const ValueShape &of, Object *object) {
    flow_value_release(&context_, &of, &object);
  }

  MemoryPool pool_;
  ValueHeap heap_;
  abi::KernelContext context_;
};

} // namespace flow::values
