#include "runtime/numeric/FloatMath.h"

#include "runtime/text/ValueFormat.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <string_view>

namespace {

constexpr double kWhole = 4503599627370496.0; // 2^52: from here on a float has no fraction

/// To the multiple of 10^digits that is nearest, ties to the even one, as the float that is nearest to that: by the
/// decimal digits, as the powers above 10^22 are no floats.
double roundToPower(double x, int64_t digits) {
  if (x == 0 || digits > 309) return std::copysign(0.0, x);
  char written[800]; // more than all digits that a float may have
  auto write = [&](int precision) {
    return std::to_chars(written, written + sizeof written, std::fabs(x), std::chars_format::scientific, precision).ptr;
  };
  constexpr int kAll = 770;
  char *end = write(kAll), *mark = std::find(written, end, 'e');
  int exponent = 0;
  std::from_chars(mark[1] == '+' ? mark + 2 : mark + 1, end, exponent);
  auto kept = exponent - static_cast<int>(digits); // digits behind the first one
  double result = 0;
  if (kept >= 0) {
    end = write(std::min(kept, kAll));
    std::from_chars(written, end, result);
  } else if (kept == -1) { // half of the unit, or more or less
    std::string_view mantissa(written, static_cast<size_t>(mark - written));
    bool isMore = mantissa[0] > '5' || (mantissa[0] == '5' && mantissa.find_first_not_of(".0", 1) != mantissa.npos);
    if (isMore) result = std::pow(10.0, static_cast<double>(digits));
  }
  return std::copysign(result, x);
}

} // namespace

extern "C" {

double flow_f64_round_digits(double x, int64_t digits) noexcept {
  if (!std::isfinite(x) || digits > 323) return x;
  if (digits < 0) return roundToPower(x, -digits);
  if (digits == 0) return std::nearbyint(x);
  if (std::fabs(x) >= kWhole) return x;
  char written[360]; // at most 16 digits, a point, 323 digits
  auto end =
      std::to_chars(written, written + sizeof written, x, std::chars_format::fixed, static_cast<int>(digits))
          .ptr;
  double result = x;
  std::from_chars(written, end, result);
  return result;
}

uint32_t flow_f64_clamp(FlowContext *context, double *out, double x, double low, double high) noexcept {
  *out = 0;
  if (!(low <= high)) {
    std::string text = "clamp: the low bound ";
    flow::text::appendFloat(text, low);
    text += " is not below the high one ";
    flow::text::appendFloat(text, high);
    return flow::abi::fail(context, flow::abi::FailureKind::Failure, text);
  }
  *out = x < low ? low : x > high ? high : x;
  return flow::abi::kDone;
}

// In long double, so that the root of a cube is exact.
double flow_math_cbrt(double x) noexcept {
  return static_cast<double>(std::cbrt(static_cast<long double>(x)));
}
double flow_math_expm1(double x) noexcept { return std::expm1(x); }
double flow_math_log_base(double x, double base) noexcept {
  if (base == 2) return std::log2(x);
  if (base == 10) return std::log10(x);
  return std::log(x) / std::log(base);
}
double flow_math_log1p(double x) noexcept { return std::log1p(x); }
double flow_math_fmod(double x, double y) noexcept { return std::fmod(x, y); }
double flow_math_remainder(double x, double y) noexcept { return std::remainder(x, y); }
double flow_math_ldexp(double x, int64_t exponent) noexcept {
  constexpr int64_t kMost = 5000; // beyond the exponents of all floats
  return std::ldexp(x, static_cast<int>(std::clamp(exponent, -kMost, kMost)));
}
double flow_math_nextafter(double x, double y) noexcept { return std::nextafter(x, y); }
int64_t flow_math_exponent(double x) noexcept {
  int exponent = 0;
  if (std::isfinite(x)) std::frexp(x, &exponent);
  return exponent;
}
double flow_math_ulp(double x) noexcept {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  double size = std::fabs(x), next = std::nextafter(size, kInfinity);
  if (size == kInfinity || x != x) return size;
  return std::isinf(next) ? size - std::nextafter(size, 0.0) : next - size;
}
double flow_math_hypot(double x, double y) noexcept { return std::hypot(x, y); }
double flow_math_tan(double x) noexcept { return std::tan(x); }
double flow_math_asin(double x) noexcept { return std::asin(x); }
double flow_math_acos(double x) noexcept { return std::acos(x); }
double flow_math_atan(double x) noexcept { return std::atan(x); }
double flow_math_atan2(double y, double x) noexcept { return std::atan2(y, x); }
double flow_math_sinh(double x) noexcept { return std::sinh(x); }
double flow_math_cosh(double x) noexcept { return std::cosh(x); }
double flow_math_tanh(double x) noexcept { return std::tanh(x); }
double flow_math_asinh(double x) noexcept { return std::asinh(x); }
double flow_math_acosh(double x) noexcept { return std::acosh(x); }
double flow_math_atanh(double x) noexcept { return std::atanh(x); }
double flow_math_degrees(double x) noexcept { return x * (180 / std::numbers::pi); }
double flow_math_radians(double x) noexcept { return x * (std::numbers::pi / 180); }
double flow_math_erf(double x) noexcept { return std::erf(x); }
double flow_math_erfc(double x) noexcept { return std::erfc(x); }
double flow_math_gamma(double x) noexcept { return std::tgamma(x); }
double flow_math_lgamma(double x) noexcept {
  int sign = 0;
  return ::lgamma_r(x, &sign); // lgamma writes a global
}

} // extern "C"
