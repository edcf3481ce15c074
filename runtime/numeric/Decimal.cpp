#include "runtime/numeric/Decimal.h"

#include "runtime/text/ValueFormat.h"
#include "runtime/text/ValueParser.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace {

using flow::abi::fail;
using flow::abi::FailureKind;

constexpr int32_t kDigitsMax = 38;
constexpr auto kPowers = [] {
  std::array<__int128, kDigitsMax + 1> powers{};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();
__int128 power(int32_t exponent) { return kPowers[static_cast<size_t>(exponent)]; }

constexpr double kFloatPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int64_t kExactFloat = int64_t{1}
                                << 53; // whole numbers up to here are exact, and so are powers to 1e22

bool fits(__int128 value, int32_t precision) { return value > -power(precision) && value < power(precision); }

[[gnu::cold]] uint32_t overflows(FlowContext *context, int32_t precision) {
  return fail(context, FailureKind::Overflow,
              "the result has more than the " + std::to_string(precision) + " digits of its decimal type");
}

std::string typeText(int32_t precision, int32_t scale) {
  return "decimal[" + std::to_string(precision) + "," + std::to_string(scale) + "]";
}

[[gnu::cold]] uint32_t conversionFails(FlowContext *context, __int128 x, int32_t fromScale, int32_t precision,
                                       int32_t scale, const char *why) {
  std::string text;
  flow::text::appendDecimal(text, x, static_cast<uint32_t>(fromScale));
  return fail(context, FailureKind::ConversionError,
              text + " does not fit " + typeText(precision, scale) + why);
}

uint32_t setResult(FlowContext *context, __int128 *out, __int128 value, bool overflowed, int32_t precision) {
  bool isRight = !overflowed && fits(value, precision);
  *out = isRight ? value : 0;
  return isRight ? flow::abi::kDone : overflows(context, precision);
}

/// Less, equal, greater as -1, 0, 1.
int32_t order(__int128 a, __int128 b) { return a < b ? -1 : a > b; }

__int128 floorDivide(__int128 a, __int128 b) { return a / b - (a % b < 0); }

struct Quotient {
  __int128 whole, rest;
};
/// Truncated; most digits of decimals fit 64 bits, whose division is several times as fast.
Quotient divide(__int128 x, __int128 by) {
  auto shortX = static_cast<int64_t>(x), shortBy = static_cast<int64_t>(by);
  if (shortX == x && shortBy == by) return {shortX / shortBy, shortX % shortBy};
  return {x / by, x % by};
}

/// x / by, half to even.
__int128 nearestQuotient(__int128 x, __int128 by) {
  auto [whole, rest] = divide(x, by);
  __int128 distance = rest < 0 ? -rest : rest, other = by - distance; // to the quotients on both sides
  bool goesUp = distance > other || (distance == other && whole % 2 != 0);
  return whole + (goesUp ? (rest < 0 ? -1 : 1) : 0);
}

} // namespace

extern "C" {

int32_t flow_decimal_compare(const __int128 *a, int32_t scaleA, const __int128 *b, int32_t scaleB) noexcept {
  if (scaleA == scaleB) return order(*a, *b);
  // Whole parts first, then fractions at the larger scale: nothing of it leaves 128 bits.
  __int128 wholeA = floorDivide(*a, power(scaleA)), wholeB = floorDivide(*b, power(scaleB));
  if (wholeA != wholeB) return order(wholeA, wholeB);
  __int128 restA = *a - wholeA * power(scaleA), restB = *b - wholeB * power(scaleB);
  if (scaleA < scaleB)
    restA *= power(scaleB - scaleA);
  else
    restB *= power(scaleA - scaleB);
  return order(restA, restB);
}

uint32_t flow_decimal_add(FlowContext *context, __int128 *out, const __int128 *a, const __int128 *b,
                          int32_t precision) noexcept {
  __int128 value;
  bool overflowed = __builtin_add_overflow(*a, *b, &value);
  return setResult(context, out, value, overflowed, precision);
}
uint32_t flow_decimal_subtract(FlowContext *context, __int128 *out, const __int128 *a, const __int128 *b,
                               int32_t precision) noexcept {
  __int128 value;
  bool overflowed = __builtin_sub_overflow(*a, *b, &value);
  return setResult(context, out, value, overflowed, precision);
}
uint32_t flow_decimal_multiply(FlowContext *context, __int128 *out, const __int128 *a, const __int128 *b,
                               int32_t precision) noexcept {
  __int128 value;
  bool overflowed = __builtin_mul_overflow(*a, *b, &value);
  return setResult(context, out, value, overflowed, precision);
}

uint32_t flow_decimal_rescale(FlowContext *context, __int128 *out, const __int128 *x, int32_t fromScale,
                              int32_t precision, int32_t scale) noexcept {
  __int128 value = *x;
  *out = 0;
  if (scale < fromScale) {
    __int128 unit = power(fromScale - scale);
    if (value % unit != 0)
      return conversionFails(context, value, fromScale, precision, scale, " without rounding");
    value /= unit;
  } else if (__builtin_mul_overflow(value, power(scale - fromScale), &value)) {
    return conversionFails(context, *x, fromScale, precision, scale, "");
  }
  if (!fits(value, precision)) return conversionFails(context, *x, fromScale, precision, scale, "");
  *out = value;
  return flow::abi::kDone;
}

double flow_decimal64_to_f64(int64_t x, int32_t scale) noexcept {
  if (x >= -kExactFloat && x <= kExactFloat) return static_cast<double>(x) / kFloatPowers[scale];
  __int128 wide = x;
  return flow_decimal_to_f64(&wide, scale);
}

double flow_decimal_to_f64(const __int128 *x, int32_t scale) noexcept {
  if (*x >= -kExactFloat && *x <= kExactFloat && scale <= 22)
    return static_cast<double>(*x) / kFloatPowers[scale];
  std::string text;
  flow::text::appendDecimal(text, *x, static_cast<uint32_t>(scale));
  double result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

uint32_t flow_decimal_to_i64(FlowContext *context, int64_t *out, const __int128 *x, int32_t scale) noexcept {
  __int128 whole = *x / power(scale);
  bool hasFraction = *x % power(scale) != 0;
  *out = static_cast<int64_t>(whole);
  if (!hasFraction && whole >= INT64_MIN && whole <= INT64_MAX) return flow::abi::kDone;
  *out = 0;
  std::string text;
  flow::text::appendDecimal(text, *x, static_cast<uint32_t>(scale));
  return fail(context, FailureKind::ConversionError,
              text + (hasFraction ? " is not a whole number" : " does not fit i64"));
}

uint32_t flow_decimal_from_i64(FlowContext *context, __int128 *out, int64_t x, int32_t precision,
                               int32_t scale) noexcept {
  __int128 wide = x;
  return flow_decimal_rescale(context, out, &wide, 0, precision, scale);
}

uint32_t flow_decimal_from_f64(FlowContext *context, __int128 *out, double x, int32_t precision,
                               int32_t scale) noexcept {
  *out = 0;
  std::string text;
  flow::text::appendFloat(text, x);
  auto parsed = flow::text::Parsed::OutOfRange;
  if (std::isfinite(x) && std::fabs(x) < 1e38) {
    char written[400]; // without an exponent
    auto end = std::to_chars(written, written + sizeof written, x, std::chars_format::fixed).ptr;
    parsed = flow::text::parseDecimal({written, end}, static_cast<uint32_t>(precision),
                                      static_cast<uint32_t>(scale), *out);
  }
  if (parsed == flow::text::Parsed::Value) return flow::abi::kDone;
  *out = 0;
  const char *why = parsed == flow::text::Parsed::TooFine ? " without rounding" : "";
  return fail(context, FailureKind::ConversionError,
              text + " does not fit " + typeText(precision, scale) + why);
}

uint32_t flow_decimal_round(FlowContext *context, __int128 *out, const __int128 *x, int64_t places,
                            int64_t unit) noexcept {
  // Half of 10^39 is more than any digits.
  __int128 nearest = unit > kDigitsMax ? 0 : nearestQuotient(*x, power(static_cast<int32_t>(unit)));
  __int128 result = 0;
  bool overflowed =
      nearest != 0 && __builtin_mul_overflow(nearest, power(static_cast<int32_t>(unit - places)), &result);
  return setResult(context, out, result, overflowed, kDigitsMax);
}
void flow_decimal_floor(__int128 *out, const __int128 *x, int64_t places) noexcept {
  auto [whole, rest] = divide(*x, power(static_cast<int32_t>(places)));
  *out = whole - (rest < 0);
}
void flow_decimal_ceil(__int128 *out, const __int128 *x, int64_t places) noexcept {
  auto [whole, rest] = divide(*x, power(static_cast<int32_t>(places)));
  *out = whole + (rest > 0);
}
void flow_decimal_trunc(__int128 *out, const __int128 *x, int64_t places) noexcept {
  *out = divide(*x, power(static_cast<int32_t>(places))).whole;
}

} // extern "C"
