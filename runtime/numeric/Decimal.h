#pragma once
// Decimals: value / 10^scale in 128 bits, as generated code calls them (runtime/abi/Functions.h). Exact up to
// the precision that is given (38 digits at most), or Overflow.

#include "runtime/abi/KernelContext.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;

/// Negative, zero, positive.
int32_t flow_decimal_compare(const __int128 *a, int32_t scaleA, const __int128 *b, int32_t scaleB) noexcept;
/// Of operands with one scale, that of the result.
uint32_t flow_decimal_add(FlowContext *context, __int128 *out, const __int128 *a, const __int128 *b,
                          int32_t precision) noexcept;
uint32_t flow_decimal_subtract(FlowContext *context, __int128 *out, const __int128 *a, const __int128 *b,
                               int32_t precision) noexcept;
/// The scale of the result is the sum of the scales.
uint32_t flow_decimal_multiply(FlowContext *context, __int128 *out, const __int128 *a, const __int128 *b,
                               int32_t precision) noexcept;
/// ConversionError when digits would be lost or there are too many.
uint32_t flow_decimal_rescale(FlowContext *context, __int128 *out, const __int128 *x, int32_t fromScale,
                              int32_t precision, int32_t scale) noexcept;
/// Correctly rounded.
double flow_decimal64_to_f64(int64_t x, int32_t scale) noexcept;
double flow_decimal_to_f64(const __int128 *x, int32_t scale) noexcept;
uint32_t flow_decimal_to_i64(FlowContext *context, int64_t *out, const __int128 *x, int32_t scale) noexcept;
uint32_t flow_decimal_from_i64(FlowContext *context, __int128 *out, int64_t x, int32_t precision,
                               int32_t scale) noexcept;
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
