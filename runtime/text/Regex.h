#pragma once
// Regular expressions: the only home of RE2. Patterns are compiled once per thread. A pattern that is none
// fails with ParseError; group 0 is the whole match.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

extern "C" {
using FlowContext = flow::abi::KernelContext;
using FlowText = flow::abi::StringView;

uint32_t flow_str_matches(FlowContext *context, uint8_t *out, const FlowText *s, const FlowText *pattern) noexcept;
uint32_t flow_str_extract(FlowContext *context, FlowText *out, const FlowText *s, const FlowText *pattern,
                          int64_t group) noexcept;
uint32_t flow_str_replace_regex(FlowContext *context, FlowText *out, const FlowText *s, const FlowText *pattern,
                                const FlowText *replacement) noexcept;
}
