#pragma once
// How the values of each type are read: `fast` takes the usual short form of one and says whether it did,
// `slow` takes every form. Types with kHasGroups read ShortFields::kRows at a time: `fastGroup` marks those
// that it did not take, and says whether there are any. Fields have StructuralScanner::kBlockBytes readable
// bytes after them.

#include "runtime/abi/ColumnType.h"
#include "runtime/abi/leaf/CivilDate.h"
#include "runtime/frame/io/csv/FieldParser.h"
#include "runtime/frame/io/csv/ShortFields.h"

#include <cstring>
#include <limits>
#include <utility>

namespace flow::frame {

template <typename T> struct IntegerValues {
  using Value = T;
  static constexpr bool kHasGroups = true;
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
      if (!parseShortInteger(text, length - 8, upper) || !parseShortInteger(text + length - 8, 8, digits)) return false;
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

  bool fastGroup(const CsvRows &rows, uint32_t first, uint32_t column, bool isLast, ShortFields &fields,
                 T *values) const {
    fields.loadIntegers(rows, first, column, isLast);
    uint64_t numbers[ShortFields::kRows];
    fields.combine(numbers);
    for (uint32_t index = 0; index < ShortFields::kRows; ++index) {
      uint64_t number = (numbers[index] ^ fields.negative[index]) - fields.negative[index];
      values[index] = static_cast<T>(number);
      if (std::is_unsigned_v<T>) fields.wrong[index] |= fields.negative[index];
      if (sizeof(T) < 4) fields.wrong[index] |= static_cast<uint64_t>(values[index]) != number; // eight digits
    }
    return fields.check();
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
  static constexpr bool kHasGroups = std::is_same_v<T, double>;
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

  bool fastGroup(const CsvRows &rows, uint32_t first, uint32_t column, bool isLast, ShortFields &fields,
                 double *values) const {
    fields.loadDecimals(rows, first, column, isLast);
    uint64_t numbers[ShortFields::kRows];
    fields.combine(numbers);
    for (uint32_t index = 0; index < ShortFields::kRows; ++index) {
      double magnitude = static_cast<double>(static_cast<int32_t>(numbers[index])) / fields.powers[index];
      uint64_t sign = fields.negative[index] & (uint64_t(1) << 63);
      values[index] = __builtin_bit_cast(double, __builtin_bit_cast(uint64_t, magnitude) | sign);
    }
    return fields.check();
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
  static constexpr bool kHasGroups = false;
  uint32_t precision, scale;
  explicit DecimalValues(const abi::ColumnType &type) : precision(type.precision), scale(type.scale) {}

  bool fast(const char *text, uint32_t length, T &value) const {
    static constexpr int64_t kPowers[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};
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
  static constexpr bool kHasGroups = false;
  explicit BoolValues(const abi::ColumnType &) {}

  bool fast(const char *text, uint32_t length, uint8_t &value) const {
    value = length == 4;
    return (length == 4 && std::memcmp(text, "true", 4) == 0) || (length == 5 && std::memcmp(text, "false", 5) == 0);
  }
  Parsed slow(std::string_view text, uint8_t &value) const { return parseBool(text, value); }
};

/// Ten characters 2024-01-31, without a loop.
inline bool parseShortDate(const char *text, int32_t &days) {
  using namespace short_digits;
  uint64_t yearAndMonth, day, zeros;
  std::memcpy(&yearAndMonth, text, 8);
  std::memcpy(&zeros, "0000-00-", 8);
  day = static_cast<uint64_t>(static_cast<unsigned char>(text[8] - '0')) |
        static_cast<uint64_t>(static_cast<unsigned char>(text[9] - '0')) << 8;
  yearAndMonth ^= zeros; // digits, and zeros for the dashes
  uint64_t tooLarge = ((yearAndMonth + 0x76 * kEach) | yearAndMonth | (day + 0x7676) | day) & (0x80 * kEach);
  auto byte = [&](unsigned index) { return static_cast<uint32_t>(yearAndMonth >> (8 * index)) & 0xFF; };
  if (tooLarge != 0 || byte(4) != 0 || byte(7) != 0) return false;
  auto year = static_cast<int32_t>(byte(0) * 1000 + byte(1) * 100 + byte(2) * 10 + byte(3));
  uint32_t month = byte(5) * 10 + byte(6);
  uint32_t dayOfMonth = static_cast<uint32_t>((day & 0xFF) * 10 + (day >> 8));
  if (year == 0 || month - 1 >= 12 || dayOfMonth - 1 >= calendar::daysInMonth(year, month)) return false;
  days = calendar::daysFromCivil(year, month, dayOfMonth);
  return true;
}

struct DateValues {
  using Value = int32_t;
  static constexpr bool kHasGroups = false;
  explicit DateValues(const abi::ColumnType &) {}

  bool fast(const char *text, uint32_t length, int32_t &value) const {
    return length == 10 && parseShortDate(text, value);
  }
  Parsed slow(std::string_view text, int32_t &value) const { return parseDate(text, value); }
};

struct TimestampValues {
  using Value = int64_t;
  static constexpr bool kHasGroups = false;
  explicit TimestampValues(const abi::ColumnType &) {}

  /// 2024-01-31T10:00:00, with a blank for the T, with or without a Z.
  bool fast(const char *text, uint32_t length, int64_t &value) const {
    if (length != 20 && length != 19) return false;
    int32_t days;
    uint64_t time, midnight;
    std::memcpy(&time, text + 11, 8);
    std::memcpy(&midnight, "00:00:00", 8);
    time ^= midnight; // digits, and zeros for the colons
    auto byte = [&](unsigned index) { return time >> (8 * index) & 0xFF; };
    uint64_t hour = byte(0) * 10 + byte(1), minute = byte(3) * 10 + byte(4), second = byte(6) * 10 + byte(7);
    bool isTime = (((time + 0x76 * short_digits::kEach) | time) & (0x80 * short_digits::kEach)) == 0 && byte(2) == 0 &&
                  byte(5) == 0 && hour < 24 && minute < 60 && second < 60;
    if (!isTime || (text[10] != 'T' && text[10] != ' ') || (length == 20 && text[19] != 'Z')) return false;
    if (!parseShortDate(text, days)) return false;
    value = days * calendar::kMicrosPerDay +
            static_cast<int64_t>((hour * 60 + minute) * 60 + second) * calendar::kMicrosPerSecond;
    return true;
  }
  Parsed slow(std::string_view text, int64_t &value) const { return parseTimestamp(text, value); }
};

template <Parsed (*parse)(std::string_view, int64_t &)> struct QuantityValues {
  using Value = int64_t;
  static constexpr bool kHasGroups = false;
  explicit QuantityValues(const abi::ColumnType &) {}
  bool fast(const char *, uint32_t, int64_t &) const { return false; }
  Parsed slow(std::string_view text, int64_t &value) const { return parse(text, value); }
};

} // namespace flow::frame
