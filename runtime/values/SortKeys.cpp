// Keys become rows of words, whose order decides all or nearly all; then only runs of equal rows are left to compare.
// The words of many rows are sorted byte by byte from the last one on, which compares nothing and keeps equal rows as
// they stand; few rows by the standard sort.
#include "runtime/values/SortKeys.h"

#include "runtime/values/Order.h"
#include "runtime/values/Walk.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

namespace flow::values {

using namespace abi;

namespace {

constexpr size_t kMostWords = 4;

template <size_t kWords> struct Row {
  std::array<uint64_t, kWords> words;
  uint64_t place;
  friend bool operator<(const Row &a, const Row &b) {
    for (size_t i = 0; i < kWords; ++i)
      if (a.words[i] != b.words[i]) return a.words[i] < b.words[i];
    return a.place < b.place;
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

/// Seven bytes of the text behind those that are skipped, then how many there are, or kMore.
constexpr uint64_t kMore = 8;
uint64_t wordOfText(const StringView &text, uint32_t skipped) {
  uint32_t rest = text.length - skipped;
  uint64_t word = 0;
  std::memcpy(&word, text.data() + skipped, std::min<uint32_t>(rest, 7));
  return __builtin_bswap64(word) | std::min<uint64_t>(rest, kMore);
}

/// A key, or a part of one that is a tuple.
struct KeyPart {
  const ValueShape *shape;
  uint64_t offset;
  uint32_t skipped = 0; ///< of texts: the bytes with which all of them begin
};

/// The parts that become words: those that fit into one, and a text as the last.
struct KeyParts {
  std::array<KeyPart, kMostWords> parts{};
  size_t count = 0;
  bool areAll = false; ///< nothing of the key is left
  bool endInText = false;

  explicit KeyParts(const ValueShape &shape) {
    bool isTuple = shape.kind == ShapeKind::Tuple;
    size_t whole = isTuple ? shape.count : 1;
    while (count < std::min(whole, kMostWords) && !endInText) {
      const ValueShape &part = isTuple ? *shape.fields[count].shape : shape;
      endInText = part.kind == ShapeKind::Text;
      if (!endInText && !fitsWord(part.kind)) break;
      parts[count++] = {&part, isTuple ? shape.fields[count].offset : 0};
    }
    areAll = count == whole;
  }
};

uint32_t commonPrefix(const ListObject &keys, uint64_t offset, uint64_t size) {
  auto textAt = [&](uint64_t i) { return load<StringView>(keys.elements() + i * size + offset); };
  StringView first = textAt(0);
  uint32_t common = first.length;
  for (uint64_t i = 1; i < keys.length && common > 0; ++i) {
    StringView text = textAt(i);
    common = std::min(common, text.length);
    if (std::memcmp(first.data(), text.data(), common) == 0) continue;
    const char *begin = first.data();
    common = static_cast<uint32_t>(std::mismatch(begin, begin + common, text.data()).first - begin);
  }
  return common;
}

/// Sorts rows by their words; rows with equal words stay as they are.
template <size_t kWords> class RowSort {
public:
  RowSort(ValueHeap &heap, Row<kWords> *rows, uint64_t count) : heap_(heap), rows_(rows), count_(count) {}

  /// False when memory is denied.
  bool run() {
    if (std::is_sorted(rows_, rows_ + count_)) return true;
    if (count_ < kFew || count_ > UINT32_MAX) return sortFew();
    countBytes();
    std::vector<unsigned> differing;
    for (unsigned byte = 0; byte < kBytes; ++byte)
      if (counts_[byte][byteOf(rows_[0], byte)] != count_) differing.push_back(byte);
    if (differing.size() > static_cast<size_t>(std::bit_width(count_))) return sortFew();
    Scratch<Row<kWords>> other(heap_, count_);
    if (other.isDenied()) return false;
    Row<kWords> *from = rows_, *to = other.data();
    for (unsigned byte : differing) {
      distribute(byte, from, to);
      std::swap(from, to);
    }
    if (from != rows_) std::memcpy(rows_, from, count_ * sizeof(Row<kWords>));
    return true;
  }

private:
  static constexpr uint64_t kFew = 1024; ///< below it counting takes longer
  static constexpr unsigned kBytes = kWords * 8;

  bool sortFew() {
    std::sort(rows_, rows_ + count_);
    return true;
  }
  /// From the last byte of the last word on.
  static uint8_t byteOf(const Row<kWords> &row, unsigned byte) {
    return static_cast<uint8_t>(row.words[kWords - 1 - byte / 8] >> (byte % 8 * 8));
  }
  void countBytes() {
    for (uint64_t i = 0; i < count_; ++i)
      for (unsigned byte = 0; byte < kBytes; ++byte) ++counts_[byte][byteOf(rows_[i], byte)];
  }
  void distribute(unsigned byte, const Row<kWords> *from, Row<kWords> *to) {
    std::array<Row<kWords> *, 256> next;
    for (size_t i = 0; i < next.size(); ++i) {
      next[i] = to;
      to += counts_[byte][i];
    }
    for (uint64_t i = 0; i < count_; ++i) *next[byteOf(from[i], byte)]++ = from[i];
  }

  ValueHeap &heap_;
  Row<kWords> *rows_;
  uint64_t count_;
  std::array<std::array<uint32_t, 256>, kBytes> counts_{}; ///< by byte and its value
};

template <size_t kWords>
bool sortRows(ValueHeap &heap, const ListObject &keys, const ValueShape &shape, const KeyParts &key, uint64_t *places) {
  Scratch<Row<kWords>> rows(heap, keys.length);
  if (rows.isDenied()) return false;
  const char *elements = keys.elements();
  for (uint64_t i = 0; i < keys.length; ++i) {
    const char *at = elements + i * shape.size;
    for (size_t word = 0; word < kWords; ++word) {
      const KeyPart &part = key.parts[word];
      bool isText = key.endInText && word == kWords - 1;
      rows[i].words[word] = isText ? wordOfText(load<StringView>(at + part.offset), part.skipped)
                                   : wordOf(*part.shape, at + part.offset);
    }
    rows[i].place = i;
  }
  if (!RowSort<kWords>(heap, rows.data(), keys.length).run()) return false;
  auto isOpen = [&](const Row<kWords> &row) {
    return !key.areAll || (key.endInText && (row.words[kWords - 1] & 0xFF) == kMore);
  };
  for (uint64_t begin = 0, end; begin < keys.length; begin = end) {
    for (end = begin + 1; end < keys.length && rows[end].words == rows[begin].words;) ++end;
    if (end - begin == 1 || !isOpen(rows[begin])) continue;
    std::sort(rows.data() + begin, rows.data() + end, [&](const Row<kWords> &a, const Row<kWords> &b) {
      int order = compareForSort(shape, elements + a.place * shape.size, elements + b.place * shape.size);
      return order != 0 ? order < 0 : a.place < b.place;
    });
  }
  for (uint64_t i = 0; i < keys.length; ++i) places[i] = rows[i].place;
  return true;
}

} // namespace

bool sortPlaces(ValueHeap &heap, const ListObject &keys, const ValueShape &shape, uint64_t *places) {
  if (keys.length == 0) return true;
  KeyParts key(shape);
  if (key.endInText) {
    KeyPart &text = key.parts[key.count - 1];
    text.skipped = commonPrefix(keys, text.offset, shape.size);
  }
  switch (key.count) {
  case 1: return sortRows<1>(heap, keys, shape, key, places);
  case 2: return sortRows<2>(heap, keys, shape, key, places);
  case 3: return sortRows<3>(heap, keys, shape, key, places);
  case 4: return sortRows<4>(heap, keys, shape, key, places);
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

} // namespace flow::values
