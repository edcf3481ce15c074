#pragma once
// How the key columns of a group, join or distinct lie in a packed key row: whole 8-byte words, so that keys
// of any number and kind are hashed and compared as words.
//
//   16-byte values (text as its StringView, decimals), then 8-, 4-, 2-, 1-byte values, then one byte per key
//   that can be null (1: there is a value), then zeros up to a whole word
//
// Packing normalizes, so that equal keys have equal words: -0.0 is 0.0, all NaN are one, null is zero. Only
// text of more than 12 bytes is reached through a pointer, which is why hashing and comparing know where
// texts are.

#include "runtime/base/PoolArray.h"
#include "runtime/frame/Column.h"
#include "runtime/frame/operators/Hash.h"

namespace flow::frame {

class KeyLayout {
public:
  /// What inner loops are specialized for.
  enum class Shape : uint8_t { Word, Text, Words, Mixed };

  struct Part {
    ColumnKind kind{};
    uint32_t offset = 0;
    uint32_t validOffset = kAlwaysValid;
  };
  static constexpr uint32_t kAlwaysValid = UINT32_MAX;

  /// Keys of these types, in this order.
  explicit KeyLayout(std::span<const ColumnType> types);

  Shape shape() const { return shape_; }
  uint32_t words() const { return words_; }
  const std::vector<Part> &parts() const { return parts_; }
  /// Words at which texts begin.
  const std::vector<uint32_t> &textWords() const { return textWords_; }

  /// Packs the first `rows` rows of the key columns, given in the order of the types.
  void pack(std::span<const ColumnView> columns, uint32_t rows, uint64_t *out) const;
  /// Hashes of packed rows.
  void hash(const uint64_t *packed, uint32_t rows, uint64_t *out) const;
  /// Whether two packed rows are the same key.
  bool equal(const uint64_t *a, const uint64_t *b) const;
  /// Writes key `part` of packed rows into `data` and `valid` (null when the type has no nulls).
  void unpack(size_t part, std::span<const uint64_t *const> rows, void *data, uint8_t *valid) const;
  /// Copies texts of more than 12 bytes into `heap` and points the packed row to the copy. False when denied.
  bool ownTexts(uint64_t *packed, StringHeap &heap) const;

private:
  std::vector<Part> parts_;
  std::vector<uint32_t> textWords_;
  uint32_t words_ = 0;
  bool hasPadding_ = false; // bytes that no part covers
  Shape shape_ = Shape::Words;
};

/// The hash of one packed row; `Shape` is known while compiling.
template <KeyLayout::Shape Shape> uint64_t hashPacked(const KeyLayout &layout, const uint64_t *row) {
  if constexpr (Shape == KeyLayout::Shape::Word) return hashWord(kHashSeed, row[0]);
  if constexpr (Shape == KeyLayout::Shape::Text) return hashText(kHashSeed, row);
  uint64_t hash = kHashSeed;
  if constexpr (Shape == KeyLayout::Shape::Words) {
    for (uint32_t word = 0; word < layout.words(); ++word) hash = hashWord(hash, row[word]);
  } else {
    uint32_t word = 0;
    for (; word < 2 * layout.textWords().size(); word += 2) hash = hashText(hash, row + word);
    for (; word < layout.words(); ++word) hash = hashWord(hash, row[word]);
  }
  return hash;
}

template <KeyLayout::Shape Shape>
bool equalPacked(const KeyLayout &layout, const uint64_t *a, const uint64_t *b) {
  if constexpr (Shape == KeyLayout::Shape::Word) return a[0] == b[0];
  if constexpr (Shape == KeyLayout::Shape::Text) return equalText(a, b);
  uint32_t word = 0;
  if constexpr (Shape == KeyLayout::Shape::Mixed) {
    for (; word < 2 * layout.textWords().size(); word += 2) {
      if (!equalText(a + word, b + word)) return false;
    }
  }
  for (; word < layout.words(); ++word) {
    if (a[word] != b[word]) return false;
  }
  return true;
}

/// Calls `function` with the layout's shape as a constant.
template <typename Function> decltype(auto) dispatchShape(KeyLayout::Shape shape, Function &&function) {
  using Shape = KeyLayout::Shape;
  switch (shape) {
  case Shape::Word: return function(std::integral_constant<Shape, Shape::Word>{});
  case Shape::Text: return function(std::integral_constant<Shape, Shape::Text>{});
  case Shape::Words: return function(std::integral_constant<Shape, Shape::Words>{});
  case Shape::Mixed: return function(std::integral_constant<Shape, Shape::Mixed>{});
  }
  FLOW_UNREACHABLE("shape of a key: ", shape);
}

} // namespace flow::frame
