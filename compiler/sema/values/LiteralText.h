#pragma once
// The values of dates, timestamps, decimals, durations and sizes as they are written, in the source or on the
// command line. Nothing is reported here: callers know whether a literal or a flag is wrong.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flow::sema {

/// "2024-01-31", a day of the calendar: days since 1970-01-01.
std::optional<int64_t> dateOf(std::string_view text);
/// "2024-01-31T10:00:00.5+02:00"; the time or the zone (UTC then) may be missing: microseconds since 1970.
std::optional<int64_t> timestampOf(std::string_view text);

/// 12.50 is the value 1250 with the scale 2.
struct DecimalText {
  __int128 value = 0;
  unsigned precision = 1;
  unsigned scale = 0;
};
/// Plain decimal digits, at most 38.
std::optional<DecimalText> decimalOf(std::string_view text);

/// "1h30min" in nanoseconds, "1.5GiB" in bytes.
struct QuantityText {
  int64_t value = 0;
  bool isSize = false;
  std::string problem; ///< why it is no quantity; empty when it is one
};
QuantityText quantityOf(std::string_view text);

} // namespace flow::sema
