#pragma once
// The text functions of Flow as generated code calls them (runtime/abi/Functions.h says how). Lengths and
// indices are code points. New texts go to the heap of the context; parts of a text share its bytes.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;
using FlowText = flow::abi::StringView;

void flow_str_concat(FlowContext *context, FlowText *out, const FlowText *a, const FlowText *b) noexcept;
void flow_str_concat3(FlowContext *context, FlowText *out, const FlowText *a, const FlowText *b,
                      const FlowText *c) noexcept;
void flow_str_concat4(FlowContext *context, FlowText *out, const FlowText *a, const FlowText *b, const FlowText *c,
                      const FlowText *d) noexcept;

uint32_t flow_str_at(FlowContext *context, FlowText *out, const FlowText *s, int64_t index) noexcept;
uint32_t flow_str_slice(FlowContext *context, FlowText *out, const FlowText *s, int64_t from, int64_t to) noexcept;
uint32_t flow_str_slice_from(FlowContext *context, FlowText *out, const FlowText *s, int64_t from) noexcept;

void flow_str_lower(FlowContext *context, FlowText *out, const FlowText *s) noexcept;
void flow_str_upper(FlowContext *context, FlowText *out, const FlowText *s) noexcept;
void flow_str_trim(FlowContext *context, FlowText *out, const FlowText *s) noexcept;
void flow_str_replace(FlowContext *context, FlowText *out, const FlowText *s, const FlowText *old,
                      const FlowText *replacement) noexcept;
uint32_t flow_str_repeat(FlowContext *context, FlowText *out, const FlowText *s, int64_t times) noexcept;
uint32_t flow_str_pad_left(FlowContext *context, FlowText *out, const FlowText *s, int64_t width,
                           const FlowText *fill) noexcept;
uint32_t flow_str_pad_right(FlowContext *context, FlowText *out, const FlowText *s, int64_t width,
                            const FlowText *fill) noexcept;
void flow_str_reversed(FlowContext *context, FlowText *out, const FlowText *s) noexcept;
uint32_t flow_str_ord(FlowContext *context, int64_t *out, const FlowText *s) noexcept;
uint32_t flow_str_chr(FlowContext *context, FlowText *out, int64_t code) noexcept;

uint8_t flow_str_contains(const FlowText *s, const FlowText *sub) noexcept;
uint8_t flow_str_find(int64_t *out, const FlowText *s, const FlowText *sub) noexcept;
}
