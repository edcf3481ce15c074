#include "runtime/numeric/Conversions.h"

#include "runtime/text/ValueFormat.h"

#include <cmath>
#include <string>

namespace {

using flow::abi::fail;
using flow::abi::FailureKind;

[[gnu::cold]] uint32_t floatFails(FlowContext *context, double x, const char *type) {
  std::string text;
  flow::text::appendFloat(text, x);
  bool hasFraction = std::isfinite(x) && x != std::trunc(x);
  text += hasFraction ? " is not a whole number" : std::string(" does not fit ") + type;
  return fail(context, FailureKind::ConversionError, text);
}

uint32_t narrow(FlowContext *context, int64_t *out, __int128 x, int32_t bits, bool isSigned) {
  __int128 least = isSigned ? -(__int128{1} << (bits - 1)) : 0;
  __int128 most = (__int128{1} << (isSigned ? bits - 1 : bits)) - 1;
  *out = static_cast<int64_t>(x);
  if (x >= least && x <= most) return flow::abi::kDone;
  *out = 0;
  std::string value =
      x < 0 ? std::to_string(static_cast<int64_t>(x)) : std::to_string(static_cast<uint64_t>(x));
  return fail(context, FailureKind::ConversionError,
              value + " does not fit " + (isSigned ? "i" : "u") + std::to_string(bits));
}

} // namespace

extern "C" {

uint32_t flow_i64_from_f64(FlowContext *context, int64_t *out, double x) noexcept {
  *out = 0;
  if (!(x >= -0x1p63 && x < 0x1p63) || x != std::trunc(x)) return floatFails(context, x, "i64");
  *out = static_cast<int64_t>(x);
  return flow::abi::kDone;
}
uint32_t flow_u64_from_f64(FlowContext *context, uint64_t *out, double x) noexcept {
  *out = 0;
  if (!(x >= 0 && x < 0x1p64) || x != std::trunc(x)) return floatFails(context, x, "u64");
  *out = static_cast<uint64_t>(x);
  return flow::abi::kDone;
}
uint32_t flow_i64_narrow(FlowContext *context, int64_t *out, int64_t x, int32_t bits,
                         uint8_t isSigned) noexcept {
  return narrow(context, out, x, bits, isSigned);
}
uint32_t flow_u64_narrow(FlowContext *context, int64_t *out, uint64_t x, int32_t bits,
                         uint8_t isSigned) noexcept {
  return narrow(context, out, x, bits, isSigned);
}
uint32_t flow_bool_from_i64(FlowContext *context, uint8_t *out, int64_t x) noexcept {
  *out = x == 1;
  if (x == 0 || x == 1) return flow::abi::kDone;
  return fail(context, FailureKind::ConversionError, std::to_string(x) + " is not a bool: only 0 and 1 are");
}

} // extern "C"
