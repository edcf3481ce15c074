#include "runtime/abi/leaf/Leaf.h"

#include "runtime/abi/leaf/CivilDate.h"
#include "runtime/abi/leaf/TextHash.h"

using flow::abi::StringView;
namespace calendar = flow::calendar;

extern "C" {

uint8_t flow_str_equal(const StringView *a, const StringView *b) noexcept { return *a == *b; }

int32_t flow_str_compare(const StringView *a, const StringView *b) noexcept {
  uint32_t prefixA, prefixB;
  __builtin_memcpy(&prefixA, a->inlined, 4);
  __builtin_memcpy(&prefixB, b->inlined, 4);
  // Short texts are padded with zeros, which sort first, so different prefixes decide for texts of any
  // length.
  if (prefixA != prefixB) return __builtin_bswap32(prefixA) < __builtin_bswap32(prefixB) ? -1 : 1;
  uint32_t shorter = a->length < b->length ? a->length : b->length;
  int order = __builtin_memcmp(a->data(), b->data(), shorter);
  if (order != 0) return order < 0 ? -1 : 1;
  return a->length < b->length ? -1 : a->length > b->length;
}

uint64_t flow_str_hash(const StringView *s) noexcept {
  const char *words = reinterpret_cast<const char *>(s);
  return flow::abi::hashOfText({flow::abi::hashing::loadWord(words), flow::abi::hashing::loadWord(words + 8)});
}

int64_t flow_str_length(const StringView *s) noexcept {
  const char *text = s->data();
  uint32_t points = 0;
  for (uint32_t i = 0; i < s->length; ++i) points += static_cast<signed char>(text[i]) >= -64; // no continuation byte
  return points;
}

uint8_t flow_str_starts_with(const StringView *s, const StringView *prefix) noexcept {
  if (s->length < prefix->length) return 0;
  return __builtin_memcmp(s->data(), prefix->data(), prefix->length) == 0;
}
uint8_t flow_str_ends_with(const StringView *s, const StringView *suffix) noexcept {
  if (s->length < suffix->length) return 0;
  return __builtin_memcmp(s->data() + (s->length - suffix->length), suffix->data(), suffix->length) == 0;
}
void flow_str_min(StringView *out, const StringView *a, const StringView *b) noexcept {
  *out = flow_str_compare(b, a) < 0 ? *b : *a;
}
void flow_str_max(StringView *out, const StringView *a, const StringView *b) noexcept {
  *out = flow_str_compare(b, a) > 0 ? *b : *a;
}

int64_t flow_date_year(int32_t t) noexcept { return calendar::civilFromDays(t).year; }
int64_t flow_date_month(int32_t t) noexcept { return calendar::civilFromDays(t).month; }
int64_t flow_date_day(int32_t t) noexcept { return calendar::civilFromDays(t).day; }
int64_t flow_date_weekday(int32_t t) noexcept { return calendar::weekday(t); }
int64_t flow_date_day_of_year(int32_t t) noexcept { return calendar::dayOfYear(t); }
int64_t flow_date_week(int32_t t) noexcept { return calendar::isoWeek(t); }
int64_t flow_date_quarter(int32_t t) noexcept { return (calendar::civilFromDays(t).month + 2) / 3; }

int64_t flow_timestamp_year(int64_t t) noexcept { return flow_date_year(calendar::daysFromMicros(t)); }
int64_t flow_timestamp_month(int64_t t) noexcept { return flow_date_month(calendar::daysFromMicros(t)); }
int64_t flow_timestamp_day(int64_t t) noexcept { return flow_date_day(calendar::daysFromMicros(t)); }
int64_t flow_timestamp_weekday(int64_t t) noexcept { return flow_date_weekday(calendar::daysFromMicros(t)); }
int64_t flow_timestamp_day_of_year(int64_t t) noexcept { return flow_date_day_of_year(calendar::daysFromMicros(t)); }
int64_t flow_timestamp_week(int64_t t) noexcept { return flow_date_week(calendar::daysFromMicros(t)); }
int64_t flow_timestamp_quarter(int64_t t) noexcept { return flow_date_quarter(calendar::daysFromMicros(t)); }
int64_t flow_timestamp_hour(int64_t t) noexcept { return calendar::microsOfDay(t) / 3'600'000'000; }
int64_t flow_timestamp_minute(int64_t t) noexcept { return calendar::microsOfDay(t) / 60'000'000 % 60; }
int64_t flow_timestamp_second(int64_t t) noexcept { return calendar::microsOfDay(t) / 1'000'000 % 60; }
int32_t flow_timestamp_date(int64_t t) noexcept { return calendar::daysFromMicros(t); }
int64_t flow_months(int64_t n) noexcept { return n; }

double flow_duration_days(int64_t d) noexcept { return static_cast<double>(d) / 86'400e9; }
double flow_duration_hours(int64_t d) noexcept { return static_cast<double>(d) / 3'600e9; }
double flow_duration_minutes(int64_t d) noexcept { return static_cast<double>(d) / 60e9; }
double flow_duration_seconds(int64_t d) noexcept { return static_cast<double>(d) / 1e9; }

int64_t flow_i64_min(int64_t a, int64_t b) noexcept { return b < a ? b : a; }
int64_t flow_i64_max(int64_t a, int64_t b) noexcept { return b > a ? b : a; }
int32_t flow_date_min(int32_t a, int32_t b) noexcept { return b < a ? b : a; }
int32_t flow_date_max(int32_t a, int32_t b) noexcept { return b > a ? b : a; }
double flow_f64_min(double a, double b) noexcept { return b < a || a != a ? b : a; }
double flow_f64_max(double a, double b) noexcept { return b > a || b != b ? b : a; }
uint8_t flow_f64_is_nan(double x) noexcept { return x != x; }
uint8_t flow_f64_is_inf(double x) noexcept { return __builtin_fabs(x) == __builtin_inf(); }
uint8_t flow_f64_is_finite(double x) noexcept { return __builtin_fabs(x) < __builtin_inf(); }

int64_t flow_i64_wrapping_add(int64_t a, int64_t b) noexcept {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
int64_t flow_i64_wrapping_sub(int64_t a, int64_t b) noexcept {
  return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
}
int64_t flow_i64_wrapping_mul(int64_t a, int64_t b) noexcept {
  return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}

} // extern "C"
