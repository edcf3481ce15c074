#pragma once
// Values as Flow prints them, and as they stand in CSV files: each function appends to a string. Reading what
// was printed gives the same value.

#include "runtime/abi/ColumnType.h"

namespace flow::text {

void appendInteger(std::string &out, int64_t value);
void appendUnsigned(std::string &out, uint64_t value);
/// The shortest digits that read back, always with a point or an exponent: `2.0`, `1e+20`, `inf`, `nan`; with
/// an exponent from 1e16 on and below 1e-4.
void appendFloat(std::string &out, double value);
void appendFloat(std::string &out, float value);
/// Value / 10^scale, with all digits after the point: `12.50`.
void appendDecimal(std::string &out, __int128 value, uint32_t scale);
/// Days since 1970-01-01: `2024-01-31`.
void appendDate(std::string &out, int32_t days);
/// Microseconds since 1970: `2024-01-31T10:00:00.5Z`, the fraction only if it is not zero.
void appendTimestamp(std::string &out, int64_t micros);
/// Nanoseconds: `1d2h30min`, `0s`, `-250ms`.
void appendDuration(std::string &out, int64_t nanos);
/// Bytes, in the largest binary unit that divides them: `4GiB`, `1500B`.
void appendSize(std::string &out, int64_t bytes);
/// `0..3`, of another step than one `range(0, 10, 2)`.
void appendRange(std::string &out, int64_t begin, int64_t end, int64_t step);

/// One value of a column, which is not null; text without quotes.
void appendValue(std::string &out, const abi::ColumnType &type, const void *value);

/// Room that writeValue() needs.
constexpr size_t kLongestValue = 64;
/// The same for values of all types but text, into memory: returns the end of what was written.
char *writeValue(char *out, const abi::ColumnType &type, const void *value);

} // namespace flow::text
