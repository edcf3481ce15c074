#pragma once
// Timestamps and the clocks of a time zone, as generated code calls them (runtime/abi/Functions.h). A zone is a name of
// the system's zone files, `UTC`, or an offset such as `+02:00`. Both fail with ConversionError when there is none.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;
using FlowText = flow::abi::StringView;

/// What clocks of the zone show then.
uint32_t flow_timestamp_to_zone(FlowContext *context, int64_t *out, int64_t t, const FlowText *zone) noexcept;
/// When clocks of the zone show that: of two times the first; what they leave out as if they had not changed yet.
uint32_t flow_timestamp_from_zone(FlowContext *context, int64_t *out, int64_t t, const FlowText *zone) noexcept;
}
