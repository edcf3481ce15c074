#pragma once
// `bytes` of Flow, and texts by byte offsets, as generated code calls them (runtime/abi/Functions.h says how).

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;
using FlowText = flow::abi::StringView;

void flow_str_bytes(FlowContext *context, FlowText *out, const FlowText *s) noexcept;
/// Fails with ConversionError when the bytes are no UTF-8.
uint32_t flow_bytes_decode(FlowContext *context, FlowText *out, const FlowText *b) noexcept;
int64_t flow_bytes_length(const FlowText *b) noexcept;
uint32_t flow_bytes_at(FlowContext *context, uint8_t *out, const FlowText *b, int64_t index) noexcept;
uint32_t flow_bytes_slice(FlowContext *context, FlowText *out, const FlowText *b, int64_t from, int64_t to) noexcept;
uint32_t flow_bytes_slice_from(FlowContext *context, FlowText *out, const FlowText *b, int64_t from) noexcept;
void flow_bytes_of_byte(FlowContext *context, FlowText *out, uint8_t byte) noexcept;

/// The offset at or behind `from` where `sub` begins, or -1.
int64_t flow_text_find(const FlowText *s, const FlowText *sub, int64_t from) noexcept;
/// The last one.
int64_t flow_text_find_last(const FlowText *s, const FlowText *sub) noexcept;
/// The bytes [from, to), which are whole characters of the text.
void flow_text_part(FlowContext *context, FlowText *out, const FlowText *s, int64_t from, int64_t to) noexcept;
/// For messages: of a long text the beginning, and how long it is.
void flow_text_shown(FlowContext *context, FlowText *out, const FlowText *s, uint8_t quoted) noexcept;
}
