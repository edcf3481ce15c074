#include "runtime/frame/operators/sort/SortKeys.h"

#include "runtime/frame/operators/KindDispatch.h"

#include <bit>
#include <limits>

namespace flow::frame {

namespace {

/// Bytes of text in a key of one word, and in one of two words; then comes a byte of length.
constexpr uint32_t kShortBytes = 7;
constexpr uint32_t kLongBytes = 12;
constexpr uint64_t kGoesOn = kLongBytes + 1; // as a length: the text is longer

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

/// The text without its first `skip` bytes as two big-endian words, zeros behind it.
struct TextWords {
  uint64_t first = 0, second = 0;
  uint32_t length = 0;
};
TextWords wordsOfText(const StringView &text, uint32_t skip) {
  char bytes[16] = {};
  TextWords result;
  result.length = text.length - skip;
  std::memcpy(bytes, text.data() + skip, std::min(result.length, kLongBytes));
  std::memcpy(&result.first, bytes, 8);
  std::memcpy(&result.second, bytes + 8, 8);
  result.first = __builtin_bswap64(result.first);
  result.second = __builtin_bswap64(result.second);
  return result;
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
    part.skip = range.commonBytes;
    const uint32_t rest = range.longestText - range.commonBytes;
    part.mayBeLong = rest > kLongBytes;
    part.bits = part.isText ? 8 * ((rest <= kShortBytes ? kShortBytes : kLongBytes) + 1) : 128;
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
      const TextWords text = wordsOfText(values[row], part.skip);
      if (part.bits == 64) {
        const uint64_t code = (text.first & ~uint64_t(0xFF)) | text.length;
        putBits(out, part.begin, part.isDescending ? ~code : code, 64);
        continue;
      }
      const uint64_t rest = text.second >> 32 << 8 | std::min<uint64_t>(text.length, kGoesOn);
      putBits(out, part.begin, part.isDescending ? ~text.first : text.first, 64);
      putBits(out, part.begin + 64, part.isDescending ? ~rest & 0xFFFFFFFFFF : rest, 40);
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

/// The value with this code; of a float's codes for NaN and null the greatest value.
template <typename T> T SortKeys::valueOf(const Part &part, uint64_t code) const {
  if constexpr (std::is_floating_point_v<T>) {
    using Bits = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;
    constexpr Bits kSign = Bits(1) << (8 * sizeof(T) - 1);
    auto bits = static_cast<Bits>(part.isDescending ? ~code : code);
    return std::bit_cast<T>(static_cast<Bits>(bits & kSign ? bits ^ kSign : ~bits));
  } else {
    return static_cast<T>(static_cast<uint64_t>(part.low) + (part.isDescending ? part.distance - code : code)); // wraps
  }
}

bool SortKeys::findUpTo(std::span<const ColumnView> columns, uint32_t rows, uint64_t bound,
                        uint8_t *mask) const {
  const Part &part = parts_[0];
  const ColumnView &column = columns[part.column];
  if (column.valid || part.hasNulls || part.isText || part.bits > 64 || part.bits == 0) return false;
  return dispatchKind(part.kind, [&](auto tag) {
    using T = typename decltype(tag)::Type;
    if constexpr (tag.kIsText || sizeof(T) > 8 || tag.kKind == ColumnKind::U64) {
      return false;
    } else {
      const uint64_t code = bound >> (64 - part.bits);
      if (tag.kIsFloat && code >= floatBits(std::numeric_limits<T>::quiet_NaN(), false)) return false;
      if (!tag.kIsFloat && (code > part.distance)) return false;
      const T limit = valueOf<T>(part, code);
      const T *values = column.as<T>();
      if (part.isDescending) {
        for (uint32_t row = 0; row < rows; ++row) mask[row] = values[row] >= limit;
      } else {
        for (uint32_t row = 0; row < rows; ++row) mask[row] = values[row] <= limit;
      }
      return true;
    }
  });
}

bool SortKeys::isLongText(const Part &part, const uint64_t *key) {
  if (!part.mayBeLong) return false;
  if (part.hasNullBit) {
    const bool isNull = (key[(part.begin - 1) / 64] >> (63 - (part.begin - 1) % 64) & 1) != part.nullsFirst;
    if (isNull) return false;
  }
  const uint64_t length = getByte(key, part.begin + 8 * kLongBytes);
  return (part.isDescending ? ~length & 0xFF : length) == kGoesOn;
}

std::optional<SortKeys::TextTie> SortKeys::textTie(const uint64_t *key, uint32_t equalWords) const {
  for (const Part &part : parts_) {
    if (!part.isText || part.endWord != equalWords || !isLongText(part, key)) continue;
    return TextTie{part.column, part.skip + kLongBytes, part.isDescending};
  }
  return {};
}

} // namespace flow::frame
