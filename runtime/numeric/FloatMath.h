#pragma once
// Functions of floats, as generated code calls them (runtime/abi/Functions.h): those that no machine
// instruction or LLVM intrinsic does. IEEE throughout: what is not defined is NaN.

#include "runtime/abi/KernelContext.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;

/// Of the exact value of the float, half to even; digits may be negative.
double flow_f64_round_digits(double x, int64_t digits) noexcept;
/// Fails when low > high; NaN stays NaN.
uint32_t flow_f64_clamp(FlowContext *context, double *out, double x, double low, double high) noexcept;

double flow_math_cbrt(double x) noexcept;
double flow_math_expm1(double x) noexcept;
double flow_math_log_base(double x, double base) noexcept;
double flow_math_log1p(double x) noexcept;
double flow_math_fmod(double x, double y) noexcept;
/// x - n * y exactly, n the integer nearest to x / y, half to even.
double flow_math_remainder(double x, double y) noexcept;
/// x * 2 ** exponent, rounded once.
double flow_math_ldexp(double x, int64_t exponent) noexcept;
double flow_math_nextafter(double x, double y) noexcept;
/// The distance of |x| to the next larger float.
double flow_math_ulp(double x) noexcept;
/// So that x is m * 2 ** exponent with 0.5 <= |m| < 1; 0 for 0, infinity and NaN.
int64_t flow_math_exponent(double x) noexcept;
double flow_math_hypot(double x, double y) noexcept;
double flow_math_tan(double x) noexcept;
double flow_math_asin(double x) noexcept;
double flow_math_acos(double x) noexcept;
double flow_math_atan(double x) noexcept;
double flow_math_atan2(double y, double x) noexcept;
double flow_math_sinh(double x) noexcept;
double flow_math_cosh(double x) noexcept;
double flow_math_tanh(double x) noexcept;
double flow_math_asinh(double x) noexcept;
double flow_math_acosh(double x) noexcept;
double flow_math_atanh(double x) noexcept;
double flow_math_degrees(double x) noexcept;
double flow_math_radians(double x) noexcept;
double flow_math_erf(double x) noexcept;
double flow_math_erfc(double x) noexcept;
double flow_math_gamma(double x) noexcept;
double flow_math_lgamma(double x) noexcept;
}
