#pragma once
// Functions of integers, as generated code calls them (runtime/abi/Functions.h). What does not fit an i64
// fails with Overflow; arguments that make no sense fail with Failure.

#include "runtime/abi/KernelContext.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;

uint32_t flow_i64_abs(FlowContext *context, int64_t *out, int64_t x) noexcept;
uint32_t flow_i64_clamp(FlowContext *context, int64_t *out, int64_t x, int64_t low, int64_t high) noexcept;
uint32_t flow_i64_pow(FlowContext *context, int64_t *out, int64_t x, int64_t y) noexcept;
uint32_t flow_math_gcd(FlowContext *context, int64_t *out, int64_t a, int64_t b) noexcept;
uint32_t flow_math_lcm(FlowContext *context, int64_t *out, int64_t a, int64_t b) noexcept;
uint32_t flow_math_factorial(FlowContext *context, int64_t *out, int64_t n) noexcept;
uint32_t flow_math_comb(FlowContext *context, int64_t *out, int64_t n, int64_t k) noexcept;
uint32_t flow_math_perm(FlowContext *context, int64_t *out, int64_t n, int64_t k) noexcept;
uint32_t flow_math_isqrt(FlowContext *context, int64_t *out, int64_t n) noexcept;
}
