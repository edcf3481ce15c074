#include "runtime/text/ValueFormat.h"

#include "runtime/abi/Check.h"
#include "runtime/abi/leaf/CivilDate.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string_view>

namespace flow::text {

namespace {

// The writers return the end of what they wrote; there is room for kLongestValue characters.

char *writeText(char *out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

template <typename T> char *writeNumber(char *out, T value) { return std::to_chars(out, out + 24, value).ptr; }

char *writeTwo(char *out, uint64_t value) {
  out[0] = static_cast<char>('0' + value / 10);
  out[1] = static_cast<char>('0' + value % 10);
  return out + 2;
}

/// At least `width` digits, with zeros in front.
char *writePadded(char *out, uint64_t value, uint32_t width) {
  char digits[24];
  size_t length = static_cast<size_t>(writeNumber(digits, value) - digits);
  if (length < width) {
    std::memset(out, '0', width - length);
    out += width - length;
  }
  return writeText(out, {digits, length});
}

/// Digits of a fraction after a point, without zeros at the end; nothing when it is zero.
char *writeFraction(char *out, uint64_t value, uint32_t width) {
  if (value == 0) return out;
  *out++ = '.';
  out = writePadded(out, value, width);
  while (out[-1] == '0') --out;
  return out;
}

/// Numbers with few digits, such as prices: the smallest fraction that reads back. A decimal of at most 15 digits that
/// does is the shortest one. Null when the number is none of these.
char *writeShortFloat(char *out, double value) {
  constexpr double kLargest = 1e9;
  static constexpr double kPowers[] = {1, 10, 100, 1000, 10'000};
  double magnitude = std::fabs(value);
  if (!(magnitude < kLargest) || (magnitude < 1e-4 && magnitude != 0)) return nullptr;
  for (uint32_t fraction = 0; fraction < std::size(kPowers); ++fraction) {
    double scaled = std::nearbyint(magnitude * kPowers[fraction]);
    if (scaled / kPowers[fraction] != magnitude) continue;
    if (std::signbit(value)) *out++ = '-';
    auto digits = static_cast<uint64_t>(scaled);
    auto power = static_cast<uint64_t>(kPowers[fraction]);
    out = writeNumber(out, digits / power);
    *out++ = '.';
    return writePadded(out, digits % power, std::max(fraction, 1u));
  }
  return nullptr;
}

template <typename T> char *writeFloat(char *out, T value) {
  if (std::isnan(value)) return writeText(out, "nan");
  if (std::isinf(value)) return writeText(out, value < 0 ? "-inf" : "inf");
  if constexpr (std::is_same_v<T, double>) {
    if (char *end = writeShortFloat(out, value)) return end;
  }
  char written[40]; // [-]d[.ddd]e[+-]dd
  char *begin = written;
  char *end = std::to_chars(written, written + sizeof written, value, std::chars_format::scientific).ptr;
  if (*begin == '-') *out++ = *begin++;
  char *mark = std::find(begin, end, 'e');
  int exponent = 0;
  std::from_chars(mark + 1 + (mark[1] == '+'), end, exponent);
  if (exponent >= 16 || exponent < -4) return writeText(out, {begin, static_cast<size_t>(end - begin)});
  // The digits without their point, and where it has to stand.
  char digits[40];
  size_t count = 0;
  for (char *at = begin; at < mark; ++at)
    if (*at != '.') digits[count++] = *at;
  if (exponent < 0) {
    out = writeText(out, std::string_view("0.0000").substr(0, static_cast<size_t>(1 - exponent)));
    return writeText(out, {digits, count});
  }
  size_t whole = static_cast<size_t>(exponent) + 1;
  while (count <= whole) digits[count++] = '0'; // one digit behind the point
  out = writeText(out, {digits, whole});
  *out++ = '.';
  return writeText(out, {digits + whole, count - whole});
}

char *writeDecimal(char *out, __int128 value, uint32_t scale) {
  auto magnitude = static_cast<unsigned __int128>(value);
  if (value < 0) {
    *out++ = '-';
    magnitude = -magnitude;
  }
  constexpr uint64_t kPart = 10'000'000'000'000'000'000u; // 19 digits
  char digits[64];
  char *end = digits;
  if (magnitude >= kPart) {
    auto upper = static_cast<uint64_t>(magnitude / kPart); // at most 39 digits in all, of which 38 are allowed
    end = writePadded(writeNumber(end, upper), static_cast<uint64_t>(magnitude % kPart), 19);
  } else {
    end = writePadded(end, static_cast<uint64_t>(magnitude), 1);
  }
  size_t count = static_cast<size_t>(end - digits);
  if (count <= scale) { // at least one digit before the point
    size_t zeros = scale + 1 - count;
    std::memmove(digits + zeros, digits, count);
    std::memset(digits, '0', zeros);
    count += zeros;
  }
  out = writeText(out, {digits, count - scale});
  if (scale == 0) return out;
  *out++ = '.';
  return writeText(out, {digits + count - scale, scale});
}

char *writeDate(char *out, int32_t days) {
  calendar::CivilDate date = calendar::civilFromDays(days);
  if (date.year < 0) *out++ = '-';
  out = writePadded(out, static_cast<uint64_t>(std::abs(static_cast<int64_t>(date.year))), 4);
  *out++ = '-';
  out = writeTwo(out, date.month);
  *out++ = '-';
  return writeTwo(out, date.day);
}

char *writeTimestamp(char *out, int64_t micros) {
  out = writeDate(out, calendar::daysFromMicros(micros));
  int64_t rest = calendar::microsOfDay(micros);
  uint64_t seconds = static_cast<uint64_t>(rest / calendar::kMicrosPerSecond);
  *out++ = 'T';
  out = writeTwo(out, seconds / 3600);
  *out++ = ':';
  out = writeTwo(out, seconds / 60 % 60);
  *out++ = ':';
  out = writeTwo(out, seconds % 60);
  out = writeFraction(out, static_cast<uint64_t>(rest % calendar::kMicrosPerSecond), 6);
  *out++ = 'Z';
  return out;
}

char *writeDuration(char *out, int64_t nanos) {
  static constexpr struct {
    std::string_view name;
    uint64_t nanos;
  } kUnits[] = {{"d", 86'400'000'000'000},
                {"h", 3'600'000'000'000},
                {"min", 60'000'000'000},
                {"s", 1'000'000'000},
                {"ms", 1'000'000},
                {"us", 1'000},
                {"ns", 1}};
  if (nanos == 0) return writeText(out, "0s");
  uint64_t left = static_cast<uint64_t>(nanos);
  if (nanos < 0) {
    *out++ = '-';
    left = -left;
  }
  for (const auto &unit : kUnits) {
    if (left < unit.nanos) continue;
    out = writeText(writeNumber(out, left / unit.nanos), unit.name);
    left %= unit.nanos;
  }
  return out;
}

char *writeSize(char *out, int64_t bytes) {
  static constexpr std::string_view kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  size_t unit = 0;
  while (bytes != 0 && bytes % 1024 == 0 && unit + 1 < std::size(kUnits)) {
    bytes /= 1024;
    ++unit;
  }
  return writeText(writeNumber(out, bytes), kUnits[unit]);
}

template <typename T> T loaded(const void *value) {
  T result;
  std::memcpy(&result, value, sizeof result);
  return result;
}

/// Appends what a writer writes.
template <typename Write> void append(std::string &out, Write write) {
  char text[kLongestValue];
  out.append(text, write(text));
}

} // namespace

void appendInteger(std::string &out, int64_t value) {
  append(out, [=](char *at) { return writeNumber(at, value); });
}
void appendUnsigned(std::string &out, uint64_t value) {
  append(out, [=](char *at) { return writeNumber(at, value); });
}
void appendRange(std::string &out, int64_t begin, int64_t end, int64_t step) {
  if (step == 1)
    out += std::to_string(begin) + ".." + std::to_string(end);
  else
    out += "range(" + std::to_string(begin) + ", " + std::to_string(end) + ", " + std::to_string(step) + ")";
}
void appendFloat(std::string &out, double value) {
  append(out, [=](char *at) { return writeFloat(at, value); });
}
void appendFloat(std::string &out, float value) {
  append(out, [=](char *at) { return writeFloat(at, value); });
}
void appendDecimal(std::string &out, __int128 value, uint32_t scale) {
  append(out, [=](char *at) { return writeDecimal(at, value, scale); });
}
void appendDate(std::string &out, int32_t days) {
  append(out, [=](char *at) { return writeDate(at, days); });
}
void appendTimestamp(std::string &out, int64_t micros) {
  append(out, [=](char *at) { return writeTimestamp(at, micros); });
}
void appendDuration(std::string &out, int64_t nanos) {
  append(out, [=](char *at) { return writeDuration(at, nanos); });
}
void appendSize(std::string &out, int64_t bytes) {
  append(out, [=](char *at) { return writeSize(at, bytes); });
}

void appendValue(std::string &out, const abi::ColumnType &type, const void *value) {
  if (abi::isStringLike(type.kind))
    out += static_cast<const abi::StringView *>(value)->view();
  else
    append(out, [&](char *at) { return writeValue(at, type, value); });
}

char *writeValue(char *out, const abi::ColumnType &type, const void *value) {
  using abi::ColumnKind;
  switch (type.kind) {
  case ColumnKind::Bool: return writeText(out, loaded<uint8_t>(value) ? "true" : "false");
  case ColumnKind::I8: return writeNumber(out, loaded<int8_t>(value));
  case ColumnKind::I16: return writeNumber(out, loaded<int16_t>(value));
  case ColumnKind::I32: return writeNumber(out, loaded<int32_t>(value));
  case ColumnKind::I64: return writeNumber(out, loaded<int64_t>(value));
  case ColumnKind::U8: return writeNumber(out, loaded<uint8_t>(value));
  case ColumnKind::U16: return writeNumber(out, loaded<uint16_t>(value));
  case ColumnKind::U32: return writeNumber(out, loaded<uint32_t>(value));
  case ColumnKind::U64: return writeNumber(out, loaded<uint64_t>(value));
  case ColumnKind::F32: return writeFloat(out, loaded<float>(value));
  case ColumnKind::F64: return writeFloat(out, loaded<double>(value));
  case ColumnKind::Decimal64: return writeDecimal(out, loaded<int64_t>(value), type.scale);
  case ColumnKind::Decimal128: return writeDecimal(out, loaded<__int128>(value), type.scale);
  case ColumnKind::Date: return writeDate(out, loaded<int32_t>(value));
  case ColumnKind::Timestamp: return writeTimestamp(out, loaded<int64_t>(value));
  case ColumnKind::Duration: return writeDuration(out, loaded<int64_t>(value));
  case ColumnKind::Size: return writeSize(out, loaded<int64_t>(value));
  case ColumnKind::Str:
  case ColumnKind::Bytes:
  case ColumnKind::Path: break;
  }
  FLOW_UNREACHABLE("kind of column: ", type.kind);
}

} // namespace flow::text
