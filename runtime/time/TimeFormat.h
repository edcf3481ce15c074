#pragma once
// strftime and strptime for Flow: English names, UTC, without the C library's locale.
//
// Directives: %Y year, %y its last two digits, %m %d %H %I %M %S two digits each, %f microseconds (six
// digits), %L milliseconds (three), %p AM or PM, %b %B month names, %a %A weekday names, %j day of the year
// (three digits), %u weekday (Monday 1), %w (Sunday 0), %V ISO week, %G its year, %F as %Y-%m-%d, %T as
// %H:%M:%S, %D as %m/%d/%y, %R as %H:%M, %z +0000, %Z UTC, %s seconds since 1970, %%, %n, %t. A `-` after the
// % drops leading zeros: %-d. A date has 00:00:00 as its time. Reading takes all of them but %j %u %w %V %G
// %s; a blank in the format takes any blanks.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

#include <cstdint>
#include <string>
#include <string_view>

extern "C" {
using FlowContext = flow::abi::KernelContext;
using FlowText = flow::abi::StringView;

/// Fail with ParseError for a format that has another directive.
uint32_t flow_date_format(FlowContext *context, FlowText *out, int32_t t, const FlowText *format) noexcept;
uint32_t flow_timestamp_format(FlowContext *context, FlowText *out, int64_t t,
                               const FlowText *format) noexcept;
}

namespace flow::time {

enum class Read : uint8_t { Value, NotOne, BadFormat };
/// Microseconds since 1970 of a text in the format; what the format lacks of a date is 1970, 1, 1. `unknown`: of a
/// bad format, the letter that reading does not know.
Read readTime(std::string_view text, std::string_view format, int64_t &micros, char &unknown);
/// Why the format cannot be used: "the format `%Y %q` has `%q`, which WHAT".
std::string badFormatText(std::string_view format, char unknown, std::string_view what);

} // namespace flow::time
