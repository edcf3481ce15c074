#pragma once
// Turns the sort keys of a row into a few 64-bit words that, compared as unsigned numbers one after the
// other, give the order of the rows. So sorting compares words, whatever the keys are.
//
// Each key takes only the bits that its values need:
//   integers   value - lowest (descending: highest - value); null is one more value
//   floats     the bits of the value in an order-preserving form; NaN is after all values in both directions
//   text       without the bytes that all begin with: 7 bytes and the length, or 12 bytes and the length;
//   then
//              zeros up to a whole word
// Only texts that go on after those 12 bytes can tie without being equal; then the rest of their bytes
// decides.
//
// Nulls are last in both directions, unless a key says first.

#include "runtime/abi/Plan.h"
#include "runtime/frame/Column.h"

namespace flow::frame {

/// What is known of the values of a key column; without knowledge, everything is possible.
struct KeyRange {
  // Of integers; of unsigned 64-bit ones with the upper bit flipped, so that order is kept.
  int64_t low = INT64_MIN;
  uint64_t distance = UINT64_MAX; ///< from the lowest to the highest
  // Of texts.
  uint32_t commonBytes = 0;          ///< with which all begin
  uint32_t longestText = UINT32_MAX; ///< bytes
  bool hasNulls = true;
};

class SortKeys {
public:
  /// `columns` is the row that key columns count; `ranges` has one element per key, or none.
  SortKeys(std::span<const abi::SortKey> keys, const RowSpec &row, std::span<const KeyRange> ranges = {});

  uint32_t words() const { return words_; }
  /// Writes words() words per row.
  void encode(std::span<const ColumnView> columns, uint32_t rows, uint64_t *out) const;

  /// Writes 1 for rows whose first word may be at most `bound`, for sure where it is: a look at the values of
  /// the first key alone. False, and nothing written, when that key has to be encoded to know.
  bool findUpTo(std::span<const ColumnView> columns, uint32_t rows, uint64_t bound, uint8_t *mask) const;

  /// Texts that tie in their words.
  struct TextTie {
    uint32_t column = 0;
    uint32_t offset = 0; ///< from this byte on they can differ
    bool isDescending = false;
  };
  /// When the rows whose first `equalWords` words are these have to be told apart by texts, before further
  /// words.
  std::optional<TextTie> textTie(const uint64_t *key, uint32_t equalWords) const;
  /// Full comparison: less than 0, 0, more than 0. `textOf(side, column)` gives the text of a key column of
  /// the first (side 0) or second row.
  template <typename TextOf> int compare(const uint64_t *a, const uint64_t *b, TextOf &&textOf) const {
    uint32_t word = 0;
    for (const Part &part : parts_) {
      if (!part.isText) continue;
      for (; word < part.endWord; ++word) {
        if (a[word] != b[word]) return a[word] < b[word] ? -1 : 1;
      }
      if (!isLongText(part, a)) continue;
      int order = textOf(0, part.column).view().compare(textOf(1, part.column).view());
      if (order != 0) return part.isDescending ? -order : order;
    }
    for (; word < words_; ++word) {
      if (a[word] != b[word]) return a[word] < b[word] ? -1 : 1;
    }
    return 0;
  }

private:
  struct Part {
    uint32_t column = 0;
    ColumnKind kind{};
    bool isDescending = false;
    bool nullsFirst = false;
    bool hasNulls = false;
    bool hasNullBit = false; ///< null has a bit of its own, before the value
    bool isText = false;
    bool mayBeLong = false; ///< of texts: some go on after the words
    uint32_t skip = 0;      ///< of texts: bytes that all begin with
    int64_t low = 0;
    uint64_t distance = 0;
    uint32_t bits = 0;    ///< of the value; 128 for wide integers, 64 or 104 for texts
    uint32_t begin = 0;   ///< bit of the key, from the uppermost bit of word 0 on
    uint32_t endWord = 0; ///< of texts: the word after the last one
  };

  void addPart(const abi::SortKey &key, const ColumnType &type, const KeyRange &range, uint32_t &bit);
  template <typename T> uint64_t codeOf(const Part &part, T value) const;
  template <typename T> T valueOf(const Part &part, uint64_t code) const;
  template <typename T>
  void encodePart(const Part &part, const ColumnView &column, uint32_t rows, uint64_t *out) const;
  static bool isLongText(const Part &part, const uint64_t *key);

  std::vector<Part> parts_;
  uint32_t words_ = 1;
};

} // namespace flow::frame
