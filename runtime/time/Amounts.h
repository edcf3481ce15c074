#pragma once
// Durations and sizes times and divided by numbers, as generated code calls it (runtime/abi/Functions.h). The result is
// the nearest amount (of nanoseconds, of bytes), half to even, computed exactly; Overflow when it needs more than 64
// bits.

#include "runtime/abi/KernelContext.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;

uint32_t flow_amount_divide(FlowContext *context, int64_t *out, int64_t amount, int64_t by) noexcept;
uint32_t flow_amount_divide_float(FlowContext *context, int64_t *out, int64_t amount, double by) noexcept;
uint32_t flow_amount_multiply_float(FlowContext *context, int64_t *out, int64_t amount, double by) noexcept;
}
