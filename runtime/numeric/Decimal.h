#pragma once
// Decimals: value / 10^scale in 128 bits, as generated code calls them (runtime/abi/Functions.h). Exact up to
// the precision that is given (38 digits at most), or Overflow.

#include "runtime/abi/KernelContext.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;

/// Correctly rounded.
double flow_decimal_to_f64(const __int128 *x, int32_t scale) noexcept;
/// The decimal that the float is printed as, when it has no more digits after the point than `scale`.
uint32_t flow_decimal_from_f64(FlowContext *context, __int128 *out, double x, int32_t precision,
                               int32_t scale) noexcept;

// Digits of a decimal rounded at a place: `places` of them (at least one, except of round) are left out.
/// The nearest multiple of 10^unit, half to even; unit >= places.
uint32_t flow_decimal_round(FlowContext *context, __int128 *out, const __int128 *x, int64_t places,
                            int64_t unit) noexcept;
void flow_decimal_floor(__int128 *out, const __int128 *x, int64_t places) noexcept;
void flow_decimal_ceil(__int128 *out, const __int128 *x, int64_t places) noexcept;
void flow_decimal_trunc(__int128 *out, const __int128 *x, int64_t places) noexcept;
}
