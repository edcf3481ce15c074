#pragma once
// From a text to a value, for each type a column can have. Text comes without quotes; blanks
// around numbers, booleans and dates are allowed.

#include "runtime/abi/ColumnType.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace flow::text {

enum class Parsed : uint8_t {
  Value,
  NotOne,     ///< the text is no value of the type
  OutOfRange, ///< it is one, but too large or too small
  TooFine,    ///< it has more digits after the point than the type keeps
};

Parsed parseBool(std::string_view text, uint8_t &value);
/// An optional sign, digits.
Parsed parseInteger(std::string_view text, int64_t &value);
Parsed parseUnsigned(std::string_view text, uint64_t &value);
/// Digits with a point and an exponent, correctly rounded; `inf`, `-inf`, `nan`.
Parsed parseDouble(std::string_view text, double &value);
Parsed parseFloat(std::string_view text, float &value);
/// Scaled by 10^scale, exact.
Parsed parseDecimal(std::string_view text, uint32_t precision, uint32_t scale, __int128 &value);
/// `2024-01-31`: days since 1970-01-01.
Parsed parseDate(std::string_view text, int32_t &value);
/// `2024-01-31T10:00:00.5Z`, `2024-01-31 10:00+02:00`, a date alone (its midnight); UTC when no zone is
/// given: microseconds since 1970.
Parsed parseTimestamp(std::string_view text, int64_t &value);
/// `1d2h30min`: nanoseconds.
Parsed parseDuration(std::string_view text, int64_t &value);
/// `4GiB`, `1500B`, `1500`: bytes.
Parsed parseSize(std::string_view text, int64_t &value);

std::string_view withoutBlanks(std::string_view text);
bool isUtf8(std::string_view text);

/// Why a text does not fit, as the end of a message: "is not an i64".
std::string misfitReason(Parsed parsed, const abi::ColumnType &type);

} // namespace flow::text
