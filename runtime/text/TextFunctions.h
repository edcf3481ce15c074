#pragma once
// Values to text and back, as generated code calls them (runtime/abi/Functions.h): `str(x)`, `i64("42")`,
// parse_int.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

#include <cstdint>
#include <string>

extern "C" {
using FlowContext = flow::abi::KernelContext;
using FlowText = flow::abi::StringView;

// As Flow prints them.
void flow_text_bool(FlowText *out, uint8_t x) noexcept;
void flow_text_i64(FlowContext *context, FlowText *out, int64_t x) noexcept;
void flow_text_u64(FlowContext *context, FlowText *out, uint64_t x) noexcept;
void flow_text_f32(FlowContext *context, FlowText *out, float x) noexcept;
void flow_text_f64(FlowContext *context, FlowText *out, double x) noexcept;
void flow_text_decimal(FlowContext *context, FlowText *out, const __int128 *x, int32_t scale) noexcept;
void flow_text_date(FlowContext *context, FlowText *out, int32_t x) noexcept;
void flow_text_timestamp(FlowContext *context, FlowText *out, int64_t x) noexcept;
void flow_text_duration(FlowContext *context, FlowText *out, int64_t x) noexcept;
/// `months(3)`.
void flow_text_months(FlowContext *context, FlowText *out, int64_t x) noexcept;
void flow_text_size(FlowContext *context, FlowText *out, int64_t x) noexcept;

// Values of texts, blanks around them allowed: none when the text is not one.
uint8_t flow_parse_int(int64_t *out, const FlowText *s) noexcept;
uint8_t flow_parse_float(double *out, const FlowText *s) noexcept;
uint8_t flow_parse_bool(uint8_t *out, const FlowText *s) noexcept;
uint8_t flow_parse_duration(int64_t *out, const FlowText *s) noexcept;
uint8_t flow_parse_size(int64_t *out, const FlowText *s) noexcept;
/// The digits of a decimal of that scale.
uint8_t flow_decimal_digits(__int128 *out, const FlowText *s, int64_t scale) noexcept;
/// An empty format is the form that is printed. Fail with ParseError for a format that is none.
uint32_t flow_parse_date(FlowContext *context, int32_t *out, const FlowText *s, const FlowText *format) noexcept;
uint32_t flow_parse_timestamp(FlowContext *context, int64_t *out, const FlowText *s, const FlowText *format) noexcept;

// The same with a ConversionError that says what is wrong.
uint32_t flow_i64_from_str(FlowContext *context, int64_t *out, const FlowText *s) noexcept;
uint32_t flow_u64_from_str(FlowContext *context, uint64_t *out, const FlowText *s) noexcept;
uint32_t flow_f64_from_str(FlowContext *context, double *out, const FlowText *s) noexcept;
uint32_t flow_bool_from_str(FlowContext *context, uint8_t *out, const FlowText *s) noexcept;
uint32_t flow_date_from_str(FlowContext *context, int32_t *out, const FlowText *s) noexcept;
uint32_t flow_timestamp_from_str(FlowContext *context, int64_t *out, const FlowText *s) noexcept;
uint32_t flow_duration_from_str(FlowContext *context, int64_t *out, const FlowText *s) noexcept;
uint32_t flow_size_from_str(FlowContext *context, int64_t *out, const FlowText *s) noexcept;
}

namespace flow::text {

/// The text in quotes, with the escapes of a literal: what is printed reads back.
void appendQuoted(std::string &out, std::string_view text);
/// What stands between the quotes.
void appendEscaped(std::string &out, std::string_view text);
/// What stands between the quotes of `b"h\xc3"`.
void appendEscapedBytes(std::string &out, std::string_view bytes);
/// `months(3)`.
void appendMonths(std::string &out, int64_t months);

} // namespace flow::text
