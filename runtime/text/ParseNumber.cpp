#include "runtime/text/ValueParser.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace flow::text {

namespace {

constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int kExactPower = 22;                      // the largest power of ten that a double holds exactly
constexpr uint64_t kExactDigits = uint64_t(1) << 53; // and whole numbers up to here

bool isDigit(char byte) { return static_cast<unsigned char>(byte - '0') <= 9; }

/// Takes a sign from the front.
bool takeSign(std::string_view &text) {
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return false;
  bool negative = text[0] == '-';
  text.remove_prefix(1);
  return negative;
}

/// A number as it is written: 0.digits * 10^power, of which the first 19 digits are in `digits`.
struct Written {
  uint64_t digits = 0;
  int power = 0;
  bool whole = true; // all digits are in `digits`
};

/// Digits, point, exponent; false when the text is anything else.
bool readNumber(std::string_view text, Written &number) {
  size_t at = 0;
  int count = 0;
  bool any = false, point = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '.' && !point) {
      point = true;
      continue;
    }
    if (!isDigit(text[at])) break;
    any = true;
    if (count < 19) {
      number.digits = number.digits * 10 + static_cast<uint64_t>(text[at] - '0');
      count += number.digits != 0;
      number.power -= point;
    } else {
      number.whole = false;
      number.power += !point;
    }
  }
  if (!any) return false;
  if (at == text.size()) return true;
  if (text[at] != 'e' && text[at] != 'E') return false;
  std::string_view exponent = text.substr(at + 1);
  bool negative = takeSign(exponent);
  if (exponent.empty()) return false;
  int power = 0;
  for (char byte : exponent) {
    if (!isDigit(byte)) return false;
    power = std::min(power * 10 + (byte - '0'), 100'000);
  }
  number.power += negative ? -power : power;
  return true;
}

template <typename T> Parsed parseFloating(std::string_view text, T &value) {
  text = withoutBlanks(text);
  bool negative = takeSign(text);
  T sign = negative ? T(-1) : T(1);
  Written number;
  if (!readNumber(text, number)) {
    if (text == "inf")
      value = sign * std::numeric_limits<T>::infinity();
    else if (text == "nan")
      value = std::numeric_limits<T>::quiet_NaN();
    else
      return Parsed::NotOne;
    return Parsed::Value;
  }
  if constexpr (std::is_same_v<T, double>) {
    if (number.whole && number.digits <= kExactDigits && std::abs(number.power) <= kExactPower) {
      double digits = static_cast<double>(number.digits); // one rounding, so the result is the nearest
      value = sign * (number.power < 0 ? digits / kPowers[-number.power] : digits * kPowers[number.power]);
      return Parsed::Value;
    }
  }
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    if (number.digits != 0 && number.power > 0) return Parsed::OutOfRange;
    value = 0;
  }
  value *= sign;
  return Parsed::Value;
}

} // namespace

std::string_view withoutBlanks(std::string_view text) {
  auto isBlank = [](char byte) { return byte == ' ' || byte == '\t'; };
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  return text;
}

Parsed parseBool(std::string_view text, uint8_t &value) {
  text = withoutBlanks(text);
  if (text == "true" || text == "True" || text == "TRUE")
    value = 1;
  else if (text == "false" || text == "False" || text == "FALSE")
    value = 0;
  else
    return Parsed::NotOne;
  return Parsed::Value;
}

Parsed parseUnsigned(std::string_view text, uint64_t &value) {
  text = withoutBlanks(text);
  bool negative = takeSign(text);
  if (text.empty()) return Parsed::NotOne;
  value = 0;
  bool overflows = false;
  for (char byte : text) {
    if (!isDigit(byte)) return Parsed::NotOne;
    overflows |= __builtin_mul_overflow(value, uint64_t(10), &value);
    overflows |= __builtin_add_overflow(value, static_cast<uint64_t>(byte - '0'), &value);
  }
  return overflows || (negative && value != 0) ? Parsed::OutOfRange : Parsed::Value;
}

Parsed parseInteger(std::string_view text, int64_t &value) {
  text = withoutBlanks(text);
  bool negative = takeSign(text);
  if (text.empty() || !isDigit(text[0])) return Parsed::NotOne; // a second sign
  uint64_t digits = 0;
  Parsed parsed = parseUnsigned(text, digits);
  if (parsed != Parsed::Value) return parsed;
  uint64_t limit = uint64_t(std::numeric_limits<int64_t>::max()) + negative;
  if (digits > limit) return Parsed::OutOfRange;
  value = static_cast<int64_t>(negative ? -digits : digits);
  return Parsed::Value;
}

Parsed parseDouble(std::string_view text, double &value) { return parseFloating(text, value); }
Parsed parseFloat(std::string_view text, float &value) { return parseFloating(text, value); }

Parsed parseDecimal(std::string_view text, uint32_t precision, uint32_t scale, __int128 &value) {
  text = withoutBlanks(text);
  bool negative = takeSign(text);
  unsigned __int128 digits = 0;
  uint32_t count = 0, fraction = 0; // significant digits; digits after the point
  bool any = false, point = false, tooFine = false, tooLarge = false;
  auto add = [&](uint32_t digit) {
    if (digits == 0 && digit == 0) return;
    if (++count > precision)
      tooLarge = true;
    else
      digits = digits * 10 + digit;
  };
  for (char byte : text) {
    if (byte == '.' && !point) {
      point = true;
      continue;
    }
    if (!isDigit(byte)) return Parsed::NotOne;
    any = true;
    uint32_t digit = static_cast<uint32_t>(byte - '0');
    if (point && fraction == scale)
      tooFine |= digit != 0;
    else
      add(digit), fraction += point;
  }
  if (!any) return Parsed::NotOne;
  for (; fraction < scale; ++fraction) add(0);
  if (tooLarge) return Parsed::OutOfRange;
  if (tooFine) return Parsed::TooFine;
  value = negative ? -static_cast<__int128>(digits) : static_cast<__int128>(digits);
  return Parsed::Value;
}

bool isUtf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    unsigned char first = static_cast<unsigned char>(text[at]);
    size_t length = first < 0x80   ? 1
                    : first < 0xC2 ? 0
                    : first < 0xE0 ? 2
                    : first < 0xF0 ? 3
                    : first < 0xF5 ? 4
                                   : 0;
    if (length == 0 || at + length > text.size()) return false;
    for (size_t index = 1; index < length; ++index)
      if ((text[at + index] & 0xC0) != 0x80) return false;
    unsigned char second = length > 1 ? static_cast<unsigned char>(text[at + 1]) : 0;
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F))
      return false; // too long; surrogates
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return false;
    at += length;
  }
  return true;
}

std::string misfitReason(Parsed parsed, const abi::ColumnType &type) {
  abi::ColumnType plain = type;
  plain.nullable = false;
  std::string name = abi::typeText(plain);
  if (parsed == Parsed::OutOfRange) return "does not fit " + name;
  if (parsed == Parsed::TooFine) return "has more digits after the point than " + name + " keeps";
  return (name[0] == 'i' || name[0] == 'f' ? "is not an " : "is not a ") + name;
}

} // namespace flow::text
