#pragma once
// Conversions of numbers that fail with ConversionError when the value does not fit exactly, as generated
// code calls them (runtime/abi/Functions.h).

#include "runtime/abi/KernelContext.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;

uint32_t flow_i64_from_f64(FlowContext *context, int64_t *out, double x) noexcept;
uint32_t flow_u64_from_f64(FlowContext *context, uint64_t *out, double x) noexcept;
/// To an integer type of `bits` bits; the result is sign extended (or zero extended) in `out`.
uint32_t flow_i64_narrow(FlowContext *context, int64_t *out, int64_t x, int32_t bits,
                         uint8_t isSigned) noexcept;
uint32_t flow_u64_narrow(FlowContext *context, int64_t *out, uint64_t x, int32_t bits,
                         uint8_t isSigned) noexcept;
uint32_t flow_bool_from_i64(FlowContext *context, uint8_t *out, int64_t x) noexcept;
}
