#include "runtime/text/ValueFormat.h"

#include "runtime/abi/Check.h"
#include "runtime/abi/leaf/CivilDate.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace flow::text {

namespace {

template <typename T> void appendChars(std::string &out, T value) {
  char digits[24];
  auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end);
}

/// At least `width` digits, with zeros in front.
void appendPadded(std::string &out, uint64_t value, uint32_t width) {
  char digits[24];
  auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  size_t length = static_cast<size_t>(end - digits);
  if (length < width) out.append(width - length, '0');
  out.append(digits, length);
}

/// Digits of a fraction after a point, without zeros at the end; nothing when it is zero.
void appendFraction(std::string &out, uint64_t value, uint32_t width) {
  if (value == 0) return;
  out += '.';
  appendPadded(out, value, width);
  while (out.back() == '0') out.pop_back();
}

template <typename T> void appendFloating(std::string &out, T value) {
  if (std::isnan(value)) {
    out += "nan";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-inf" : "inf";
    return;
  }
  char written[40]; // [-]d[.ddd]e[+-]dd
  char *begin = written;
  char *end = std::to_chars(written, written + sizeof written, value, std::chars_format::scientific).ptr;
  if (*begin == '-') out += *begin++;
  char *mark = std::find(begin, end, 'e');
  int exponent = 0;
  std::from_chars(mark + 1 + (mark[1] == '+'), end, exponent);
  if (exponent >= 16 || exponent < -4) {
    out.append(begin, end);
    return;
  }
  // The digits without their point, and where it has to stand.
  char digits[40];
  int count = 0;
  for (char *at = begin; at < mark; ++at)
    if (*at != '.') digits[count++] = *at;
  if (exponent < 0) {
    out += "0.";
    out.append(static_cast<size_t>(-exponent - 1), '0');
    out.append(digits, static_cast<size_t>(count));
    return;
  }
  int whole = exponent + 1;
  out.append(digits, static_cast<size_t>(std::min(count, whole)));
  if (count < whole) out.append(static_cast<size_t>(whole - count), '0');
  out += '.';
  if (count > whole)
    out.append(digits + whole, static_cast<size_t>(count - whole));
  else
    out += '0';
}

template <typename T> T loaded(const void *value) {
  T result;
  std::memcpy(&result, value, sizeof result);
  return result;
}

} // namespace

void appendInteger(std::string &out, int64_t value) { appendChars(out, value); }
void appendUnsigned(std::string &out, uint64_t value) { appendChars(out, value); }
void appendFloat(std::string &out, double value) { appendFloating(out, value); }
void appendFloat(std::string &out, float value) { appendFloating(out, value); }

void appendDecimal(std::string &out, __int128 value, uint32_t scale) {
  if (value < 0) out += '-';
  auto magnitude = static_cast<unsigned __int128>(value);
  if (value < 0) magnitude = -magnitude;
  char reversed[48];
  uint32_t count = 0;
  while (magnitude != 0 || count <= scale) { // at least one digit before the point
    reversed[count++] = static_cast<char>('0' + static_cast<int>(magnitude % 10));
    magnitude /= 10;
  }
  while (count > 0) {
    if (count == scale) out += '.';
    out += reversed[--count];
  }
}

void appendDate(std::string &out, int32_t days) {
  calendar::CivilDate date = calendar::civilFromDays(days);
  if (date.year < 0) out += '-';
  appendPadded(out, static_cast<uint64_t>(std::abs(static_cast<int64_t>(date.year))), 4);
  out += '-';
  appendPadded(out, date.month, 2);
  out += '-';
  appendPadded(out, date.day, 2);
}

void appendTimestamp(std::string &out, int64_t micros) {
  appendDate(out, calendar::daysFromMicros(micros));
  int64_t rest = calendar::microsOfDay(micros);
  uint64_t seconds = static_cast<uint64_t>(rest / calendar::kMicrosPerSecond);
  out += 'T';
  appendPadded(out, seconds / 3600, 2);
  out += ':';
  appendPadded(out, seconds / 60 % 60, 2);
  out += ':';
  appendPadded(out, seconds % 60, 2);
  appendFraction(out, static_cast<uint64_t>(rest % calendar::kMicrosPerSecond), 6);
  out += 'Z';
}

void appendDuration(std::string &out, int64_t nanos) {
  static constexpr struct {
    const char *name;
    uint64_t nanos;
  } kUnits[] = {{"d", 86'400'000'000'000},
                {"h", 3'600'000'000'000},
                {"min", 60'000'000'000},
                {"s", 1'000'000'000},
                {"ms", 1'000'000},
                {"us", 1'000},
                {"ns", 1}};
  if (nanos == 0) {
    out += "0s";
    return;
  }
  if (nanos < 0) out += '-';
  uint64_t left = static_cast<uint64_t>(nanos);
  if (nanos < 0) left = -left;
  for (const auto &unit : kUnits) {
    if (left < unit.nanos) continue;
    appendUnsigned(out, left / unit.nanos);
    out += unit.name;
    left %= unit.nanos;
  }
}

void appendSize(std::string &out, int64_t bytes) {
  static constexpr const char *kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  size_t unit = 0;
  while (bytes != 0 && bytes % 1024 == 0 && unit + 1 < std::size(kUnits)) {
    bytes /= 1024;
    ++unit;
  }
  appendInteger(out, bytes);
  out += kUnits[unit];
}

void appendValue(std::string &out, const abi::ColumnType &type, const void *value) {
  using abi::ColumnKind;
  switch (type.kind) {
  case ColumnKind::Bool: out += loaded<uint8_t>(value) ? "true" : "false"; return;
  case ColumnKind::I8: return appendInteger(out, loaded<int8_t>(value));
  case ColumnKind::I16: return appendInteger(out, loaded<int16_t>(value));
  case ColumnKind::I32: return appendInteger(out, loaded<int32_t>(value));
  case ColumnKind::I64: return appendInteger(out, loaded<int64_t>(value));
  case ColumnKind::U8: return appendUnsigned(out, loaded<uint8_t>(value));
  case ColumnKind::U16: return appendUnsigned(out, loaded<uint16_t>(value));
  case ColumnKind::U32: return appendUnsigned(out, loaded<uint32_t>(value));
  case ColumnKind::U64: return appendUnsigned(out, loaded<uint64_t>(value));
  case ColumnKind::F32: return appendFloat(out, loaded<float>(value));
  case ColumnKind::F64: return appendFloat(out, loaded<double>(value));
  case ColumnKind::Decimal64: return appendDecimal(out, loaded<int64_t>(value), type.scale);
  case ColumnKind::Decimal128: return appendDecimal(out, loaded<__int128>(value), type.scale);
  case ColumnKind::Str:
  case ColumnKind::Bytes:
  case ColumnKind::Path: out += static_cast<const abi::StringView *>(value)->view(); return;
  case ColumnKind::Date: return appendDate(out, loaded<int32_t>(value));
  case ColumnKind::Timestamp: return appendTimestamp(out, loaded<int64_t>(value));
  case ColumnKind::Duration: return appendDuration(out, loaded<int64_t>(value));
  case ColumnKind::Size: return appendSize(out, loaded<int64_t>(value));
  }
  FLOW_UNREACHABLE("kind of column: ", type.kind);
}

} // namespace flow::text
