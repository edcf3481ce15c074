#include "runtime/abi/leaf/CivilDate.h"
#include "runtime/text/ValueParser.h"

#include <cstdlib>

namespace flow::text {

using namespace calendar;

namespace {

bool isDigit(char byte) { return static_cast<unsigned char>(byte - '0') <= 9; }

/// Two digits at the front, taken off; more than 99 when there are none.
uint32_t takeTwo(std::string_view &text) {
  if (text.size() < 2 || !isDigit(text[0]) || !isDigit(text[1])) return 100;
  uint32_t value = static_cast<uint32_t>((text[0] - '0') * 10 + (text[1] - '0'));
  text.remove_prefix(2);
  return value;
}

bool take(std::string_view &text, char wanted) {
  if (text.empty() || text[0] != wanted) return false;
  text.remove_prefix(1);
  return true;
}

/// Ten characters YYYY-MM-DD at the front, taken off.
bool takeDate(std::string_view &text, int32_t &days) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
  auto digit = [&](size_t at) { return static_cast<uint32_t>(static_cast<unsigned char>(text[at] - '0')); };
  bool wrong = false;
  for (size_t at : {0, 1, 2, 3, 5, 6, 8, 9}) wrong |= digit(at) > 9;
  if (wrong) return false;
  CivilDate date{};
  date.year = static_cast<int32_t>(digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3));
  date.month = digit(5) * 10 + digit(6);
  date.day = digit(8) * 10 + digit(9);
  if (date.year == 0 || date.month - 1 > 11 || date.day - 1 >= daysInMonth(date.year, date.month)) return false;
  days = daysFromCivil(date.year, date.month, date.day);
  text.remove_prefix(10);
  return true;
}

/// Digits after the point of the seconds, as microseconds.
Parsed takeFraction(std::string_view &text, int64_t &micros) {
  int64_t unit = kMicrosPerSecond / 10;
  if (text.empty() || !isDigit(text[0])) return Parsed::NotOne;
  bool tooFine = false;
  for (; !text.empty() && isDigit(text[0]); text.remove_prefix(1)) {
    tooFine |= unit == 0 && text[0] != '0';
    micros += (text[0] - '0') * unit;
    unit /= 10;
  }
  return tooFine ? Parsed::TooFine : Parsed::Value;
}

/// Z, +HH:MM, +HHMM, +HH or nothing: what has to be added to the time to have UTC, in microseconds.
bool readZone(std::string_view text, int64_t &micros) {
  micros = 0;
  if (text.empty() || text == "Z" || text == "z") return true;
  bool east = text[0] == '+';
  if (!east && text[0] != '-') return false;
  text.remove_prefix(1);
  uint32_t hours = takeTwo(text), minutes = 0;
  if (!text.empty()) {
    take(text, ':');
    minutes = takeTwo(text);
  }
  if (hours > 23 || minutes > 59 || !text.empty()) return false;
  micros = (int64_t(hours) * 60 + minutes) * 60 * kMicrosPerSecond * (east ? -1 : 1);
  return true;
}

/// A number at the front (whole, or with a fraction of at most nine digits) and the unit after it.
struct Quantity {
  int64_t whole = 0;
  int64_t billionths = 0;
  std::string_view unit;
};

bool takeQuantity(std::string_view &text, Quantity &quantity) {
  if (text.empty() || !isDigit(text[0])) return false;
  for (; !text.empty() && isDigit(text[0]); text.remove_prefix(1)) {
    if (__builtin_mul_overflow(quantity.whole, int64_t(10), &quantity.whole)) return false;
    if (__builtin_add_overflow(quantity.whole, int64_t(text[0] - '0'), &quantity.whole)) return false;
  }
  if (take(text, '.')) {
    int64_t unit = 100'000'000;
    if (text.empty() || !isDigit(text[0])) return false;
    for (; !text.empty() && isDigit(text[0]); text.remove_prefix(1), unit /= 10) {
      if (unit == 0 && text[0] != '0') return false;
      quantity.billionths += (text[0] - '0') * unit;
    }
  }
  size_t length = 0;
  while (length < text.size() && !isDigit(text[length])) ++length;
  quantity.unit = text.substr(0, length);
  text.remove_prefix(length);
  return true;
}

struct Unit {
  std::string_view name;
  int64_t size;
};

/// Adds a quantity to `sum`; its unit is one of `units`.
template <size_t Count>
Parsed addQuantity(const Quantity &quantity, const Unit (&units)[Count], __int128 &sum) {
  for (const Unit &unit : units) {
    if (unit.name != quantity.unit) continue;
    __int128 billionths = __int128(quantity.billionths) * unit.size;
    if (billionths % 1'000'000'000 != 0) return Parsed::TooFine;
    sum += __int128(quantity.whole) * unit.size + billionths / 1'000'000'000;
    return sum > INT64_MAX ? Parsed::OutOfRange : Parsed::Value;
  }
  return Parsed::NotOne;
}

} // namespace

Parsed parseDate(std::string_view text, int32_t &value) {
  text = withoutBlanks(text);
  return takeDate(text, value) && text.empty() ? Parsed::Value : Parsed::NotOne;
}

Parsed parseTimestamp(std::string_view text, int64_t &value) {
  text = withoutBlanks(text);
  int32_t days = 0;
  if (!takeDate(text, days)) return Parsed::NotOne;
  value = days * kMicrosPerDay;
  if (text.empty()) return Parsed::Value;
  if (!take(text, 'T') && !take(text, ' ') && !take(text, 't')) return Parsed::NotOne;
  uint32_t hour = takeTwo(text);
  if (hour > 23 || !take(text, ':')) return Parsed::NotOne;
  uint32_t minute = takeTwo(text), second = 0;
  int64_t micros = 0;
  Parsed fraction = Parsed::Value;
  if (take(text, ':')) {
    second = takeTwo(text);
    if (take(text, '.')) fraction = takeFraction(text, micros);
  }
  int64_t zone = 0;
  if (minute > 59 || second > 59 || fraction == Parsed::NotOne || !readZone(text, zone))
    return Parsed::NotOne;
  value += ((int64_t(hour) * 60 + minute) * 60 + second) * kMicrosPerSecond + micros + zone;
  return fraction;
}

Parsed parseDuration(std::string_view text, int64_t &value) {
  static constexpr Unit kUnits[] = {{"ns", 1},
                                    {"us", 1'000},
                                    {"ms", 1'000'000},
                                    {"s", 1'000'000'000},
                                    {"min", 60'000'000'000},
                                    {"h", 3'600'000'000'000},
                                    {"d", 86'400'000'000'000}};
  text = withoutBlanks(text);
  bool negative = take(text, '-');
  __int128 sum = 0;
  if (text.empty()) return Parsed::NotOne;
  while (!text.empty()) {
    Quantity quantity;
    if (!takeQuantity(text, quantity)) return Parsed::NotOne;
    Parsed parsed = addQuantity(quantity, kUnits, sum);
    if (parsed != Parsed::Value) return parsed;
  }
  value = static_cast<int64_t>(negative ? -sum : sum);
  return Parsed::Value;
}

Parsed parseSize(std::string_view text, int64_t &value) {
  static constexpr Unit kUnits[] = {{"", 1},
                                    {"B", 1},
                                    {"KB", 1'000},
                                    {"MB", 1'000'000},
                                    {"GB", 1'000'000'000},
                                    {"TB", 1'000'000'000'000},
                                    {"KiB", int64_t(1) << 10},
                                    {"MiB", int64_t(1) << 20},
                                    {"GiB", int64_t(1) << 30},
                                    {"TiB", int64_t(1) << 40}};
  text = withoutBlanks(text);
  bool negative = take(text, '-');
  __int128 sum = 0;
  Quantity quantity;
  if (!takeQuantity(text, quantity) || !text.empty()) return Parsed::NotOne;
  Parsed parsed = addQuantity(quantity, kUnits, sum);
  value = static_cast<int64_t>(negative ? -sum : sum);
  return parsed;
}

} // namespace flow::text
