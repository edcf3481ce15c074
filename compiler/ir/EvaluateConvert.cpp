#include "compiler/ir/Evaluate.h"

#include <charconv>
#include <cmath>
#include <iterator>
#include <string_view>

namespace flow::ir {

using types::TypeKind;

namespace {

std::optional<Value> inRange(__int128 value, const Type *type) {
  IntegerRange range = integerRange(type);
  if (value < range.least || value > range.greatest) return {};
  return Value::integer(value);
}

/// value * 10^digits, or nothing when that leaves 128 bits.
std::optional<__int128> scaledUp(__int128 value, unsigned digits) {
  for (; digits != 0; --digits)
    if (__builtin_mul_overflow(value, static_cast<__int128>(10), &value)) return {};
  return value;
}

/// value / 10^digits, or nothing when that is not exact.
std::optional<__int128> scaledDown(__int128 value, unsigned digits) {
  for (; digits != 0; --digits) {
    if (value % 10 != 0) return {};
    value /= 10;
  }
  return value;
}

/// An integer with `scale` digits after the point becomes one with `target` digits.
std::optional<Value> rescaled(__int128 value, unsigned scale, const Type *to) {
  unsigned target = to->isDecimal() ? to->scale : 0;
  auto result = target >= scale ? scaledUp(value, target - scale) : scaledDown(value, scale - target);
  return result ? inRange(*result, to) : std::nullopt;
}

std::string decimalDigits(__int128 value, unsigned scale) {
  std::string digits;
  auto magnitude = static_cast<unsigned __int128>(value < 0 ? -value : value);
  for (; magnitude != 0 || digits.empty(); magnitude /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(magnitude % 10)));
  return (value < 0 ? "-" : "") + digits + "e-" + std::to_string(scale);
}

template <typename Float> double nearest(const std::string &digits) {
  Float result = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), result);
  return result;
}

/// The nearest float; of a decimal that of the exact quotient.
Value toFloat(__int128 value, unsigned scale, const Type *to) {
  bool single = to->is(TypeKind::F32);
  if (scale == 0) return Value::number(single ? static_cast<float>(value) : static_cast<double>(value));
  std::string digits = decimalDigits(value, scale);
  return Value::number(single ? nearest<float>(digits) : nearest<double>(digits));
}

std::optional<Value> fromFloat(double value, const Type *to) {
  if (to->is(TypeKind::F64)) return Value::number(value);
  if (to->is(TypeKind::F32)) {
    auto single = static_cast<float>(value);
    if (std::isinf(single) && !std::isinf(value)) return {};
    return Value::number(single);
  }
  if (!std::isfinite(value)) return {};
  if (!to->isDecimal()) {
    constexpr double kBeyondAll = 0x1p100;
    if (value != std::trunc(value) || std::fabs(value) > kBeyondAll) return {};
    return inRange(static_cast<__int128>(value), to);
  }
  // The shortest digits that read back as this float, which have to fit: as runtime/numeric does it.
  char text[400];
  std::string_view digits(text, std::to_chars(text, std::end(text), std::fabs(value), std::chars_format::fixed).ptr);
  size_t point = std::min(digits.find('.'), digits.size());
  std::string_view fraction = digits.substr(std::min(point + 1, digits.size()));
  if (fraction.size() > to->scale) return {};
  __int128 result = 0;
  for (char digit : std::string(digits.substr(0, point)) + std::string(fraction)) {
    if (__builtin_mul_overflow(result, static_cast<__int128>(10), &result)) return {};
    if (__builtin_add_overflow(result, static_cast<__int128>(digit - '0'), &result)) return {};
  }
  auto scaled = scaledUp(result, to->scale - static_cast<unsigned>(fraction.size()));
  return scaled ? inRange(value < 0 ? -*scaled : *scaled, to) : std::nullopt;
}

} // namespace

std::optional<Value> convert(const Value &value, const Type *from, const Type *to) {
  if (from->isFloat()) return fromFloat(value.number(), to);
  unsigned scale = from->isDecimal() ? from->scale : 0;
  if (to->isFloat()) return toFloat(value.integer(), scale, to);
  return rescaled(value.integer(), scale, to);
}

} // namespace flow::ir
