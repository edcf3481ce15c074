#pragma once
// Sums, differences and truncation of dates and timestamps, as generated code calls them
// (runtime/abi/Functions.h). Results are within the years 1 to 9999, or the function fails with Overflow.

#include "runtime/abi/KernelContext.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;

/// Microseconds since 1970.
int64_t flow_time_now() noexcept;

uint32_t flow_date_of(FlowContext *context, int32_t *out, int64_t year, int64_t month, int64_t day) noexcept;
uint32_t flow_timestamp_of(FlowContext *context, int64_t *out, int64_t year, int64_t month, int64_t day, int64_t hour,
                           int64_t minute, int64_t second) noexcept;
uint32_t flow_timestamp_from_date(FlowContext *context, int64_t *out, int32_t t) noexcept;

uint32_t flow_date_add_months(FlowContext *context, int32_t *out, int32_t t, int64_t by) noexcept;
uint32_t flow_date_subtract_months(FlowContext *context, int32_t *out, int32_t t, int64_t by) noexcept;
uint32_t flow_timestamp_add_months(FlowContext *context, int64_t *out, int64_t t, int64_t by) noexcept;
uint32_t flow_timestamp_subtract_months(FlowContext *context, int64_t *out, int64_t t, int64_t by) noexcept;
/// A date moves by whole days only: a part of a day is a ConversionError.
uint32_t flow_date_add_duration(FlowContext *context, int32_t *out, int32_t t, int64_t by) noexcept;
uint32_t flow_date_subtract_duration(FlowContext *context, int32_t *out, int32_t t, int64_t by) noexcept;
/// Timestamps have microseconds: a finer duration is a ConversionError.
uint32_t flow_timestamp_add_duration(FlowContext *context, int64_t *out, int64_t t, int64_t by) noexcept;
uint32_t flow_timestamp_subtract_duration(FlowContext *context, int64_t *out, int64_t t, int64_t by) noexcept;
uint32_t flow_date_difference(FlowContext *context, int64_t *out, int32_t a, int32_t b) noexcept;
uint32_t flow_timestamp_difference(FlowContext *context, int64_t *out, int64_t a, int64_t b) noexcept;

/// The begin of the interval of the length `to` that `t` lies in. Intervals are counted from 1970-01-01,
/// those of whole weeks from a Monday, those of months from January of year 0.
uint32_t flow_timestamp_truncate(FlowContext *context, int64_t *out, int64_t t, int64_t to) noexcept;
uint32_t flow_timestamp_truncate_months(FlowContext *context, int64_t *out, int64_t t, int64_t to) noexcept;
uint32_t flow_date_truncate(FlowContext *context, int32_t *out, int32_t t, int64_t to) noexcept;
uint32_t flow_date_truncate_months(FlowContext *context, int32_t *out, int32_t t, int64_t to) noexcept;
}
