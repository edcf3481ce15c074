#include "runtime/numeric/IntegerMath.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace {

using flow::abi::fail;
using flow::abi::FailureKind;

[[gnu::cold]] uint32_t overflows(FlowContext *context, const std::string &what) {
  return fail(context, FailureKind::Overflow, what + " does not fit i64");
}
[[gnu::cold]] uint32_t isNegative(FlowContext *context, const char *function, int64_t value) {
  return fail(context, FailureKind::Failure,
              std::string(function) + " is not defined for negative numbers (" + std::to_string(value) + ")");
}

uint64_t magnitude(int64_t x) { return x < 0 ? -static_cast<uint64_t>(x) : static_cast<uint64_t>(x); }

/// The natural number, when an i64 holds it.
uint32_t set(FlowContext *context, int64_t *out, unsigned __int128 value, const char *what) {
  if (value > INT64_MAX) return overflows(context, what);
  *out = static_cast<int64_t>(value);
  return flow::abi::kDone;
}

} // namespace

extern "C" {

uint32_t flow_i64_abs(FlowContext *context, int64_t *out, int64_t x) noexcept {
  *out = 0;
  return set(context, out, magnitude(x), "the absolute value of i64.min");
}

uint32_t flow_i64_clamp(FlowContext *context, int64_t *out, int64_t x, int64_t low, int64_t high) noexcept {
  *out = 0;
  if (low > high)
    return fail(context, FailureKind::Failure,
                "clamp: the low bound " + std::to_string(low) + " is above the high one " +
                    std::to_string(high));
  *out = std::clamp(x, low, high);
  return flow::abi::kDone;
}

uint32_t flow_i64_pow(FlowContext *context, int64_t *out, int64_t x, int64_t y) noexcept {
  *out = 0;
  if (y < 0)
    return fail(context, FailureKind::Failure,
                "an integer to the negative power " + std::to_string(y) + " is no integer; use floats");
  const int64_t base = x;
  int64_t result = 1;
  bool tooLarge = false, squareTooLarge = false;
  for (auto left = static_cast<uint64_t>(y); left != 0; left >>= 1) {
    if (left & 1) {
      tooLarge |= squareTooLarge;
      tooLarge |= __builtin_mul_overflow(result, x, &result);
      if (tooLarge)
        return overflows(context, "integer overflow: " + std::to_string(base) + " ** " + std::to_string(y));
    }
    squareTooLarge |= __builtin_mul_overflow(x, x, &x);
  }
  *out = result;
  return flow::abi::kDone;
}

uint32_t flow_math_gcd(FlowContext *context, int64_t *out, int64_t a, int64_t b) noexcept {
  *out = 0;
  return set(context, out, std::gcd(magnitude(a), magnitude(b)), "the greatest common divisor");
}

uint32_t flow_math_lcm(FlowContext *context, int64_t *out, int64_t a, int64_t b) noexcept {
  *out = 0;
  if (a == 0 || b == 0) return flow::abi::kDone;
  uint64_t divisor = std::gcd(magnitude(a), magnitude(b));
  return set(context, out, static_cast<unsigned __int128>(magnitude(a) / divisor) * magnitude(b),
             "the least common multiple");
}

uint32_t flow_math_factorial(FlowContext *context, int64_t *out, int64_t n) noexcept {
  *out = 0;
  if (n < 0) return isNegative(context, "factorial", n);
  if (n > 20) return overflows(context, "the factorial of " + std::to_string(n));
  int64_t result = 1;
  for (int64_t i = 2; i <= n; ++i) result *= i;
  *out = result;
  return flow::abi::kDone;
}

uint32_t flow_math_comb(FlowContext *context, int64_t *out, int64_t n, int64_t k) noexcept {
  *out = 0;
  if (n < 0 || k < 0) return isNegative(context, "comb", std::min(n, k));
  if (k > n) return flow::abi::kDone;
  unsigned __int128 result = 1;
  k = std::min(k, n - k);
  for (int64_t i = 1; i <= k; ++i) {
    result = result * static_cast<uint64_t>(n - k + i) / static_cast<uint64_t>(i); // always whole
    if (result > INT64_MAX) return overflows(context, "the number of combinations");
  }
  *out = static_cast<int64_t>(result);
  return flow::abi::kDone;
}

uint32_t flow_math_perm(FlowContext *context, int64_t *out, int64_t n, int64_t k) noexcept {
  *out = 0;
  if (n < 0 || k < 0) return isNegative(context, "perm", std::min(n, k));
  if (k > n) return flow::abi::kDone;
  int64_t result = 1;
  for (int64_t i = 0; i < k; ++i)
    if (__builtin_mul_overflow(result, n - i, &result))
      return overflows(context, "the number of permutations");
  *out = result;
  return flow::abi::kDone;
}

uint32_t flow_math_isqrt(FlowContext *context, int64_t *out, int64_t n) noexcept {
  *out = 0;
  if (n < 0) return isNegative(context, "isqrt", n);
  auto root = static_cast<int64_t>(std::sqrt(static_cast<double>(n)));
  while (static_cast<__int128>(root) * root > n) --root;
  while (static_cast<__int128>(root + 1) * (root + 1) <= n) ++root;
  *out = root;
  return flow::abi::kDone;
}

} // extern "C"
