#include "runtime/frame/operators/sort/SortKeys.h"

#include "runtime/frame/operators/KindDispatch.h"

#include <bit>

namespace flow::frame {

namespace {

constexpr uint32_t kTextBits = 64 + 32 + 8;
constexpr uint64_t kLongText = StringView::kInlineBytes + 1;

/// Adds the low `bits` bits of `value` to a key of zeros, at a bit counted from the uppermost of word 0.
inline void putBits(uint64_t *key, uint32_t at, uint64_t value, uint32_t bits) {
  const uint32_t word = at / 64, end = at % 64 + bits;
  if (end <= 64) {
    key[word] |= value << (64 - end);
    return;
  }
  key[word] |= value >> (end - 64);
  key[word + 1] |= value << (128 - end);
}

inline uint64_t getByte(const uint64_t *key, uint32_t at) {
  const uint32_t word = at / 64, end = at % 64 + 8;
  if (end <= 64) return key[word] >> (64 - end) & 0xFF;
  return (key[word] << (end - 64) | key[word + 1] >> (128 - end)) & 0xFF;
}

/// Order-preserving bits; NaN is above all values, with one place left above and one below.
template <typename T> uint64_t floatBits(T value, bool isDescending) {
  using Bits = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;
  constexpr Bits kSign = Bits(1) << (8 * sizeof(T) - 1);
  if (value != value) return static_cast<Bits>(~Bits(0) - 1);
  Bits bits = std::bit_cast<Bits>(value + T(0)); // -0.0 is 0.0
  bits = bits & kSign ? static_cast<Bits>(~bits) : bits | kSign;
  return isDescending ? static_cast<Bits>(~bits) : bits;
}

uint64_t bigEndian(const char *bytes, size_t count) {
  uint64_t value = 0;
  std::memcpy(&value, bytes, count);
  return __builtin_bswap64(value);
}

} // namespace

SortKeys::SortKeys(std::span<const abi::SortKey> keys, const RowSpec &row, std::span<const KeyRange> ranges) {
  uint32_t bit = 0;
  for (size_t index = 0; index < keys.size(); ++index) {
    KeyRange range;
    if (!ranges.empty()) range = ranges[index];
    range.hasNulls &= row[keys[index].column].type.nullable;
    addPart(keys[index], row[keys[index].column].type, range, bit);
  }
  words_ = std::max(1u, (bit + 63) / 64);
}

void SortKeys::addPart(const abi::SortKey &key, const ColumnType &type, const KeyRange &range,
                       uint32_t &bit) {
  Part part;
  part.column = key.column;
  part.kind = type.kind;
  part.isDescending = key.descending;
  part.nullsFirst = key.nullsFirst;
  part.hasNulls = range.hasNulls;
  part.isText = abi::isStringLike(type.kind);
  if (part.isText || type.kind == ColumnKind::Decimal128) {
    part.hasNullBit = range.hasNulls;
    part.bits = part.isText ? kTextBits : 128;
  } else if (type.kind == ColumnKind::F64 || type.kind == ColumnKind::F32) {
    part.bits = static_cast<uint32_t>(8 * abi::bytesOf(type.kind));
  } else {
    // Of narrow types the values bound the range, whatever is known.
    part.low = range.low;
    part.distance = range.distance;
    if (const size_t bytes = abi::bytesOf(type.kind); bytes < 8 && range.distance == UINT64_MAX) {
      part.low = -(int64_t(1) << 32);
      part.distance = uint64_t(1) << 33;
    }
    part.hasNullBit = part.hasNulls && part.distance == UINT64_MAX;
    part.bits = static_cast<uint32_t>(std::bit_width(part.distance + (part.hasNulls && !part.hasNullBit)));
  }
  if (part.hasNullBit) ++bit;
  part.begin = bit;
  bit += part.bits;
  if (part.isText) {
    bit = (bit + 63) / 64 * 64; // what comes after must not be compared before the whole texts are
    part.endWord = bit / 64;
  }
  parts_.push_back(part);
}

/// The value as a number below 2 to the power of the part's bits. Not for texts and wide integers.
template <typename T> uint64_t SortKeys::codeOf(const Part &part, T value) const {
  if constexpr (std::is_floating_point_v<T>) {
    return floatBits(value, part.isDescending);
  } else {
    auto number = static_cast<int64_t>(value);
    if constexpr (std::is_same_v<T, uint64_t>) number = static_cast<int64_t>(value ^ (uint64_t(1) << 63));
    uint64_t code = static_cast<uint64_t>(number) - static_cast<uint64_t>(part.low);
    if (part.isDescending) code = part.distance - code;
    return code + (part.hasNulls && part.nullsFirst && !part.hasNullBit ? 1 : 0);
  }
}

template <typename T>
void SortKeys::encodePart(const Part &part, const ColumnView &column, uint32_t rows, uint64_t *out) const {
  const T *values = column.as<T>();
  const uint64_t wholeCode = part.bits >= 64 ? ~uint64_t(0) : (uint64_t(1) << part.bits) - 1;
  uint64_t nullCode = 0;
  if (!part.nullsFirst) nullCode = std::is_floating_point_v<T> ? wholeCode : part.distance + 1;
  for (uint32_t row = 0; row < rows; ++row, out += words_) {
    const bool isNull = column.valid && !column.valid[row];
    if (part.hasNullBit) putBits(out, part.begin - 1, isNull != part.nullsFirst, 1);
    if (isNull) {
      if (!part.hasNullBit) putBits(out, part.begin, nullCode, part.bits);
      continue;
    }
    if constexpr (std::is_same_v<T, StringView>) {
      const StringView &text = values[row];
      char bytes[StringView::kInlineBytes] = {};
      std::memcpy(bytes, text.data(), std::min(text.length, StringView::kInlineBytes));
      uint64_t first = bigEndian(bytes, 8);
      uint64_t rest = (bigEndian(bytes + 8, 4) >> 32) << 8 | std::min<uint64_t>(text.length, kLongText);
      if (part.isDescending) first = ~first, rest = ~rest & 0xFFFFFFFFFF;
      putBits(out, part.begin, first, 64);
      putBits(out, part.begin + 64, rest, 40);
    } else if constexpr (sizeof(T) == 16) {
      auto bits = static_cast<unsigned __int128>(values[row]) ^ (static_cast<unsigned __int128>(1) << 127);
      if (part.isDescending) bits = ~bits;
      putBits(out, part.begin, static_cast<uint64_t>(bits >> 64), 64);
      putBits(out, part.begin + 64, static_cast<uint64_t>(bits), 64);
    } else {
      putBits(out, part.begin, codeOf(part, values[row]), part.bits);
    }
  }
}

void SortKeys::encode(std::span<const ColumnView> columns, uint32_t rows, uint64_t *out) const {
  std::memset(out, 0, size_t(rows) * words_ * sizeof(uint64_t));
  for (const Part &part : parts_) {
    if (part.bits == 0) continue; // all values are the same
    dispatchKind(part.kind, [&](auto tag) {
      encodePart<typename decltype(tag)::Type>(part, columns[part.column], rows, out);
    });
  }
}

bool SortKeys::isLongText(const Part &part, const uint64_t *key) {
  if (part.hasNullBit) {
    const bool isNull = (key[(part.begin - 1) / 64] >> (63 - (part.begin - 1) % 64) & 1) != part.nullsFirst;
    if (isNull) return false;
  }
  const uint64_t length = getByte(key, part.begin + kTextBits - 8);
  return (part.isDescending ? ~length & 0xFF : length) == kLongText;
}

bool SortKeys::needsTexts(const uint64_t *key, uint32_t equalWords) const {
  for (const Part &part : parts_) {
    if (part.isText && part.endWord <= equalWords && isLongText(part, key)) return true;
  }
  return false;
}

} // namespace flow::frame
