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

uint32_t setResult(FlowContext *context, __int128 *out, __int128 value, bool overflowed, int32_t precision) {
  bool isRight = !overflowed && fits(value, precision);
  *out = isRight ? value : 0;
  return isRight ? flow::abi::kDone : overflows(context, precision);
}

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

double flow_decimal_to_f64(const __int128 *x, int32_t scale) noexcept {
  if (*x >= -kExactFloat && *x <= kExactFloat && scale <= 22)
    return static_cast<double>(*x) / kFloatPowers[scale];
  std::string text;
  flow::text::appendDecimal(text, *x, static_cast<uint32_t>(scale));
  double result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
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
