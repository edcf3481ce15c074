#pragma once
// How the values of each type are read: `fast` takes the usual short form without a loop and says whether it
// did; `slow` takes every form. Text of `fast` has StructuralScanner::kBlockBytes readable bytes after it.

#include "runtime/frame/io/csv/FieldParser.h"
#include "runtime/frame/io/csv/ShortDigits.h"

#include <cstring>
#include <limits>

namespace flow::frame {

template <typename T> struct IntegerValues {
  using Value = T;
  explicit IntegerValues(const abi::ColumnType &) {}

  bool fast(const char *text, uint32_t length, T &value) const {
    bool negative = *text == '-';
    text += negative;
    length -= negative;
    uint64_t digits;
    if (length - 1 < 8) {
      if (!parseShortInteger(text, length, digits)) return false;
    } else if (length - 9 < 8) {
      uint64_t upper;
      if (!parseShortInteger(text, length - 8, upper) || !parseShortInteger(text + length - 8, 8, digits))
        return false;
      digits += upper * 100'000'000;
    } else {
      return false;
    }
    if constexpr (std::is_unsigned_v<T>) {
      value = static_cast<T>(digits);
      return !negative && digits <= std::numeric_limits<T>::max();
    } else {
      int64_t number = negative ? -static_cast<int64_t>(digits) : static_cast<int64_t>(digits);
      value = static_cast<T>(number);
      return value == number;
    }
  }

  Parsed slow(std::string_view text, T &value) const {
    if constexpr (std::is_same_v<T, uint64_t>) return parseUnsigned(text, value);
    int64_t number = 0;
    Parsed parsed = parseInteger(text, number);
    if (parsed != Parsed::Value) return parsed;
    value = static_cast<T>(number);
    return std::cmp_equal(value, number) ? parsed : Parsed::OutOfRange;
  }
};

template <typename T> struct FloatValues {
  using Value = T;
  explicit FloatValues(const abi::ColumnType &) {}

  bool fast(const char *text, uint32_t length, T &value) const {
    static constexpr T kPowers[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000};
    bool negative = *text == '-';
    text += negative;
    length -= negative;
    uint64_t digits;
    uint32_t fraction;
    if (length - 1 >= 8 || !parseShortDecimal(text, length, digits, fraction)) return false;
    if (std::is_same_v<T, float> && digits > (1 << 24)) return false; // both numbers have to be exact
    T number = static_cast<T>(digits) / kPowers[fraction];
    value = negative ? -number : number;
    return true;
  }

  Parsed slow(std::string_view text, T &value) const {
    if constexpr (std::is_same_v<T, double>)
      return parseDouble(text, value);
    else
      return parseFloat(text, value);
  }
};

template <typename T> struct DecimalValues {
  using Value = T;
  uint32_t precision, scale;
  explicit DecimalValues(const abi::ColumnType &type) : precision(type.precision), scale(type.scale) {}

  bool fast(const char *text, uint32_t length, T &value) const {
    static constexpr int64_t kPowers[] = {1,       10,        100,        1000,       10'000,
                                          100'000, 1'000'000, 10'000'000, 100'000'000};
    bool negative = *text == '-';
    text += negative;
    length -= negative;
    uint64_t digits;
    uint32_t fraction;
    if (length - 1 >= 8 || !parseShortDecimal(text, length, digits, fraction)) return false;
    if (fraction > scale || scale - fraction > 8 || length + scale - fraction > precision) return false;
    T number = static_cast<T>(digits) * kPowers[scale - fraction];
    value = negative ? -number : number;
    return true;
  }

  Parsed slow(std::string_view text, T &value) const {
    __int128 wide = 0;
    Parsed parsed = parseDecimal(text, precision, scale, wide);
    value = static_cast<T>(wide);
    return parsed;
  }
};

struct BoolValues {
  using Value = uint8_t;
  explicit BoolValues(const abi::ColumnType &) {}

  bool fast(const char *text, uint32_t length, uint8_t &value) const {
    value = length == 4;
    return (length == 4 && std::memcmp(text, "true", 4) == 0) ||
           (length == 5 && std::memcmp(text, "false", 5) == 0);
  }
  Parsed slow(std::string_view text, uint8_t &value) const { return parseBool(text, value); }
};

/// Times come in runs, so the value of a text like the one before is known.
template <typename T, Parsed (*parse)(std::string_view, T &), uint32_t kLength> struct RepeatedValues {
  using Value = T;
  char before[kLength] = {};
  T known = 0;
  bool isKnown = false;
  explicit RepeatedValues(const abi::ColumnType &) {}

  bool fast(const char *text, uint32_t length, T &value) {
    if (length != kLength) return false;
    if (!isKnown || std::memcmp(text, before, kLength) != 0) {
      isKnown = parse({text, kLength}, known) == Parsed::Value;
      std::memcpy(before, text, kLength);
    }
    value = known;
    return isKnown;
  }
  Parsed slow(std::string_view text, T &value) const { return parse(text, value); }
};
using DateValues = RepeatedValues<int32_t, parseDate, 10>;
using TimestampValues = RepeatedValues<int64_t, parseTimestamp, 20>;

template <Parsed (*parse)(std::string_view, int64_t &)> struct QuantityValues {
  using Value = int64_t;
  explicit QuantityValues(const abi::ColumnType &) {}
  bool fast(const char *, uint32_t, int64_t &) const { return false; }
  Parsed slow(std::string_view text, int64_t &value) const { return parse(text, value); }
};

} // namespace flow::frame
