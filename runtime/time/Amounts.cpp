#include "runtime/time/Amounts.h"

#include <bit>
#include <cmath>
#include <limits>

namespace {

using flow::abi::fail;
using flow::abi::FailureKind;
using flow::abi::KernelContext;

using Wide = __int128;

uint32_t overflow(KernelContext *context) {
  return fail(context, FailureKind::Overflow, "the amount does not fit 64 bits");
}

/// Sets the quotient, to nearest, half to even.
uint32_t setQuotient(KernelContext *context, int64_t *out, Wide amount, Wide by) {
  Wide quotient = amount / by, rest = amount % by;
  Wide twice = rest < 0 ? -2 * rest : 2 * rest, size = by < 0 ? -by : by;
  bool isUp = twice > size || (twice == size && quotient % 2 != 0);
  if (isUp) quotient += (amount < 0) == (by < 0) ? 1 : -1;
  bool fits = quotient >= std::numeric_limits<int64_t>::min() && quotient <= std::numeric_limits<int64_t>::max();
  if (!fits) return overflow(context);
  *out = static_cast<int64_t>(quotient);
  return flow::abi::kDone;
}

/// A float as digits * 2 ** exponent, with at most 53 bits of digits.
struct Parts {
  int64_t digits;
  int exponent;
};
Parts partsOf(double value) {
  constexpr int kDigits = std::numeric_limits<double>::digits;
  int exponent = 0;
  double fraction = std::frexp(value, &exponent);
  return {static_cast<int64_t>(std::ldexp(fraction, kDigits)), exponent - kDigits};
}

int bitsOf(Wide value) {
  auto magnitude = static_cast<unsigned __int128>(value < 0 ? -value : value);
  auto high = static_cast<uint64_t>(magnitude >> 64);
  return high != 0 ? 64 + std::bit_width(high) : std::bit_width(static_cast<uint64_t>(magnitude));
}

constexpr int kMaxBits = 125; // of an operand of setQuotient, which doubles the rest

} // namespace

extern "C" {

uint32_t flow_amount_divide(FlowContext *context, int64_t *out, int64_t amount, int64_t by) noexcept {
  *out = 0;
  if (by == 0) return fail(context, FailureKind::DivisionByZero, "an amount divided by zero");
  return setQuotient(context, out, amount, by);
}

uint32_t flow_amount_divide_float(FlowContext *context, int64_t *out, int64_t amount, double by) noexcept {
  *out = 0;
  if (by == 0) return fail(context, FailureKind::DivisionByZero, "an amount divided by zero");
  if (std::isnan(by)) return fail(context, FailureKind::ConversionError, "an amount divided by nan");
  if (std::isinf(by) || amount == 0) return flow::abi::kDone;
  auto [digits, exponent] = partsOf(by);
  Wide top = amount, bottom = digits;
  if (exponent < 0) {
    if (bitsOf(top) - exponent > kMaxBits) return overflow(context); // the quotient has more than 70 bits
    top <<= -exponent;
  } else {
    if (bitsOf(bottom) + exponent > kMaxBits) return flow::abi::kDone; // less than a half
    bottom <<= exponent;
  }
  return setQuotient(context, out, top, bottom);
}

uint32_t flow_amount_multiply_float(FlowContext *context, int64_t *out, int64_t amount, double by) noexcept {
  *out = 0;
  if (!std::isfinite(by)) return fail(context, FailureKind::ConversionError, "an amount times inf or nan");
  auto [digits, exponent] = partsOf(by);
  Wide product = Wide{amount} * digits;
  if (product == 0) return flow::abi::kDone;
  if (exponent >= 0) {
    if (bitsOf(product) + exponent > kMaxBits) return overflow(context);
    return setQuotient(context, out, product << exponent, 1);
  }
  if (-exponent > kMaxBits - 1) return flow::abi::kDone; // less than a half
  return setQuotient(context, out, product, Wide{1} << -exponent);
}

} // extern "C"
