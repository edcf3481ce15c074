#include "runtime/abi/leaf/CivilDate.h"
#include "runtime/text/TextFunctions.h"
#include "runtime/text/ValueParser.h"
#include "runtime/time/TimeFormat.h"

#include <string>

namespace flow::text {

namespace {

using abi::ColumnKind;
using abi::ColumnType;
using abi::fail;
using abi::FailureKind;

constexpr size_t kShownBytes = 60;

[[gnu::cold]] uint32_t conversionFails(FlowContext *context, const FlowText *s, Parsed parsed, ColumnType type) {
  std::string shown;
  appendQuoted(shown, s->view().substr(0, kShownBytes));
  if (s->length > kShownBytes) shown += "..";
  return fail(context, FailureKind::ConversionError, shown + " " + misfitReason(parsed, type));
}

template <typename T> using Parser = Parsed (*)(std::string_view, T &);

template <typename T> uint8_t parsedOrNone(Parser<T> parse, T *out, const FlowText *s) {
  T value{};
  bool found = parse(s->view(), value) == Parsed::Value;
  *out = found ? value : T{};
  return found;
}
template <typename T>
uint32_t parsedOrFail(FlowContext *context, Parser<T> parse, T *out, const FlowText *s, ColumnKind kind) {
  T value{};
  Parsed parsed = parse(s->view(), value);
  *out = parsed == Parsed::Value ? value : T{};
  return parsed == Parsed::Value ? abi::kDone : conversionFails(context, s, parsed, {kind});
}

uint32_t parseTime(FlowContext *context, int64_t *out, const FlowText *s, const FlowText *format) {
  *out = 0;
  char unknown = '\0';
  switch (time::readTime(withoutBlanks(s->view()), format->view(), *out, unknown)) {
  case time::Read::Value: return abi::kDone;
  case time::Read::NotOne: *out = 0; return abi::kAbsent;
  case time::Read::BadFormat: break;
  }
  return fail(context, FailureKind::ParseError,
              time::badFormatText(format->view(), unknown, "no text is read by"));
}

} // namespace

} // namespace flow::text

extern "C" {

using namespace flow::text;
using flow::abi::ColumnKind;

uint8_t flow_parse_int(int64_t *out, const FlowText *s) noexcept { return parsedOrNone(parseInteger, out, s); }
uint8_t flow_parse_float(double *out, const FlowText *s) noexcept { return parsedOrNone(parseDouble, out, s); }
uint8_t flow_parse_bool(uint8_t *out, const FlowText *s) noexcept { return parsedOrNone(parseBool, out, s); }
uint8_t flow_parse_duration(int64_t *out, const FlowText *s) noexcept { return parsedOrNone(parseDuration, out, s); }
uint8_t flow_parse_size(int64_t *out, const FlowText *s) noexcept { return parsedOrNone(parseSize, out, s); }
uint8_t flow_decimal_digits(__int128 *out, const FlowText *s, int64_t scale) noexcept {
  constexpr uint32_t kMostDigits = 38;
  __int128 digits = 0;
  bool isOne = parseDecimal(s->view(), kMostDigits, static_cast<uint32_t>(scale), digits) == Parsed::Value;
  *out = isOne ? digits : 0;
  return isOne;
}

uint32_t flow_parse_date(FlowContext *context, int32_t *out, const FlowText *s, const FlowText *format) noexcept {
  if (format->length == 0) return parsedOrNone(parseDate, out, s) ? flow::abi::kDone : flow::abi::kAbsent;
  int64_t micros;
  uint32_t outcome = parseTime(context, &micros, s, format);
  *out = flow::calendar::daysFromMicros(micros);
  return outcome;
}
uint32_t flow_parse_timestamp(FlowContext *context, int64_t *out, const FlowText *s, const FlowText *format) noexcept {
  if (format->length == 0) return parsedOrNone(parseTimestamp, out, s) ? flow::abi::kDone : flow::abi::kAbsent;
  return parseTime(context, out, s, format);
}

uint32_t flow_i64_from_str(FlowContext *context, int64_t *out, const FlowText *s) noexcept {
  return parsedOrFail(context, parseInteger, out, s, ColumnKind::I64);
}
uint32_t flow_u64_from_str(FlowContext *context, uint64_t *out, const FlowText *s) noexcept {
  return parsedOrFail(context, parseUnsigned, out, s, ColumnKind::U64);
}
uint32_t flow_f64_from_str(FlowContext *context, double *out, const FlowText *s) noexcept {
  return parsedOrFail(context, parseDouble, out, s, ColumnKind::F64);
}
uint32_t flow_bool_from_str(FlowContext *context, uint8_t *out, const FlowText *s) noexcept {
  return parsedOrFail(context, parseBool, out, s, ColumnKind::Bool);
}
uint32_t flow_date_from_str(FlowContext *context, int32_t *out, const FlowText *s) noexcept {
  return parsedOrFail(context, parseDate, out, s, ColumnKind::Date);
}
uint32_t flow_timestamp_from_str(FlowContext *context, int64_t *out, const FlowText *s) noexcept {
  return parsedOrFail(context, parseTimestamp, out, s, ColumnKind::Timestamp);
}
uint32_t flow_duration_from_str(FlowContext *context, int64_t *out, const FlowText *s) noexcept {
  return parsedOrFail(context, parseDuration, out, s, ColumnKind::Duration);
}
uint32_t flow_size_from_str(FlowContext *context, int64_t *out, const FlowText *s) noexcept {
  return parsedOrFail(context, parseSize, out, s, ColumnKind::Size);
}

} // extern "C"
