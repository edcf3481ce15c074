#include "runtime/time/TimeArithmetic.h"

#include "runtime/abi/leaf/CivilDate.h"

#include <algorithm>
#include <chrono>
#include <string>

namespace {

using namespace flow::calendar;
using flow::abi::fail;
using flow::abi::FailureKind;
using flow::abi::KernelContext;

constexpr int32_t kFirstDate = daysFromCivil(1, 1, 1);
constexpr int32_t kLastDate = daysFromCivil(9999, 12, 31);
constexpr int64_t kFirstMicros = kFirstDate * kMicrosPerDay;
constexpr int64_t kLastMicros = (int64_t{kLastDate} + 1) * kMicrosPerDay - 1;
constexpr int64_t kFirstMonday = 4; // 1970-01-05

uint32_t leavesCalendar(KernelContext *context) {
  return fail(context, FailureKind::Overflow, "the result lies outside of the years 1 to 9999");
}

uint32_t setDate(KernelContext *context, int32_t *out, int64_t days) {
  if (days < kFirstDate || days > kLastDate) return leavesCalendar(context);
  *out = static_cast<int32_t>(days);
  return flow::abi::kDone;
}
uint32_t setTimestamp(KernelContext *context, int64_t *out, __int128 micros) {
  if (micros < kFirstMicros || micros > kLastMicros) return leavesCalendar(context);
  *out = static_cast<int64_t>(micros);
  return flow::abi::kDone;
}

/// The same day of the month `by` months later, or the last one of that month.
uint32_t addMonths(KernelContext *context, int32_t *out, int32_t t, __int128 by) {
  CivilDate date = civilFromDays(t);
  __int128 months = __int128{date.year} * 12 + (date.month - 1) + by;
  if (months < 12 || months >= 120'000) return leavesCalendar(context);
  auto year = static_cast<int32_t>(months / 12);
  auto month = static_cast<uint32_t>(months % 12) + 1;
  return setDate(context, out, daysFromCivil(year, month, std::min(date.day, daysInMonth(year, month))));
}
uint32_t addMonths(KernelContext *context, int64_t *out, int64_t t, __int128 by) {
  int32_t date;
  if (uint32_t failed = addMonths(context, &date, daysFromMicros(t), by)) return failed;
  *out = date * kMicrosPerDay + microsOfDay(t);
  return flow::abi::kDone;
}

uint32_t addDays(KernelContext *context, int32_t *out, int32_t t, __int128 nanos) {
  if (nanos % kNanosPerDay != 0)
    return fail(context, FailureKind::ConversionError, "a date can only be moved by whole days");
  return setDate(context, out, t + static_cast<int64_t>(nanos / kNanosPerDay));
}
uint32_t addNanos(KernelContext *context, int64_t *out, int64_t t, __int128 nanos) {
  if (nanos % 1000 != 0)
    return fail(context, FailureKind::ConversionError, "a timestamp has no parts of a microsecond");
  return setTimestamp(context, out, t + nanos / 1000);
}

uint32_t setDuration(KernelContext *context, int64_t *out, __int128 nanos) {
  if (nanos < INT64_MIN || nanos > INT64_MAX)
    return fail(context, FailureKind::Overflow,
                "the difference is longer than a duration can be (292 years)");
  *out = static_cast<int64_t>(nanos);
  return flow::abi::kDone;
}

__int128 floorTo(__int128 value, int64_t step) {
  __int128 rest = value % step;
  return value - (rest < 0 ? rest + step : rest);
}

uint32_t notPositive(KernelContext *context) {
  return fail(context, FailureKind::Failure, "truncate needs an interval that is longer than zero");
}

} // namespace

extern "C" {

int64_t flow_time_now() noexcept {
  auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

uint32_t flow_date_of(FlowContext *context, int32_t *out, int64_t year, int64_t month, int64_t day) noexcept {
  bool exists = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
                day <= daysInMonth(static_cast<int32_t>(year), static_cast<uint32_t>(month));
  if (!exists) {
    auto text = std::to_string(year) + "-" + std::to_string(month) + "-" + std::to_string(day);
    return fail(context, FailureKind::ConversionError, "there is no date " + text);
  }
  *out = daysFromCivil(static_cast<int32_t>(year), static_cast<uint32_t>(month), static_cast<uint32_t>(day));
  return flow::abi::kDone;
}
uint32_t flow_timestamp_of(FlowContext *context, int64_t *out, int64_t year, int64_t month, int64_t day, int64_t hour,
                           int64_t minute, int64_t second) noexcept {
  int32_t days = 0;
  *out = 0;
  if (flow_date_of(context, &days, year, month, day) != flow::abi::kDone) return flow::abi::kFailed;
  bool exists = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (!exists) {
    auto text = std::to_string(hour) + ":" + std::to_string(minute) + ":" + std::to_string(second);
    return fail(context, FailureKind::ConversionError, "there is no time of day " + text);
  }
  constexpr int64_t kMinute = 60, kHour = 60 * kMinute;
  *out = days * kMicrosPerDay + (hour * kHour + minute * kMinute + second) * kMicrosPerSecond;
  return flow::abi::kDone;
}
uint32_t flow_timestamp_from_date(FlowContext *context, int64_t *out, int32_t t) noexcept {
  return setTimestamp(context, out, __int128{t} * kMicrosPerDay);
}

uint32_t flow_date_add_months(FlowContext *context, int32_t *out, int32_t t, int64_t by) noexcept {
  return addMonths(context, out, t, by);
}
uint32_t flow_date_subtract_months(FlowContext *context, int32_t *out, int32_t t, int64_t by) noexcept {
  return addMonths(context, out, t, -__int128{by});
}
uint32_t flow_timestamp_add_months(FlowContext *context, int64_t *out, int64_t t, int64_t by) noexcept {
  return addMonths(context, out, t, by);
}
uint32_t flow_timestamp_subtract_months(FlowContext *context, int64_t *out, int64_t t, int64_t by) noexcept {
  return addMonths(context, out, t, -__int128{by});
}
uint32_t flow_date_add_duration(FlowContext *context, int32_t *out, int32_t t, int64_t by) noexcept {
  return addDays(context, out, t, by);
}
uint32_t flow_date_subtract_duration(FlowContext *context, int32_t *out, int32_t t, int64_t by) noexcept {
  return addDays(context, out, t, -__int128{by});
}
uint32_t flow_timestamp_add_duration(FlowContext *context, int64_t *out, int64_t t, int64_t by) noexcept {
  return addNanos(context, out, t, by);
}
uint32_t flow_timestamp_subtract_duration(FlowContext *context, int64_t *out, int64_t t,
                                          int64_t by) noexcept {
  return addNanos(context, out, t, -__int128{by});
}
uint32_t flow_date_difference(FlowContext *context, int64_t *out, int32_t a, int32_t b) noexcept {
  return setDuration(context, out, (__int128{a} - b) * kNanosPerDay);
}
uint32_t flow_timestamp_difference(FlowContext *context, int64_t *out, int64_t a, int64_t b) noexcept {
  return setDuration(context, out, (__int128{a} - b) * 1000);
}

uint32_t flow_timestamp_truncate(FlowContext *context, int64_t *out, int64_t t, int64_t to) noexcept {
  if (to <= 0) return notPositive(context);
  __int128 origin = to % (7 * kNanosPerDay) == 0 ? __int128{kFirstMonday} * kNanosPerDay : 0;
  __int128 nanos = floorTo(__int128{t} * 1000 - origin, to) + origin;
  return setTimestamp(context, out, floorTo(nanos, 1000) / 1000);
}
uint32_t flow_timestamp_truncate_months(FlowContext *context, int64_t *out, int64_t t, int64_t to) noexcept {
  int32_t date;
  if (uint32_t failed = flow_date_truncate_months(context, &date, daysFromMicros(t), to)) return failed;
  *out = date * kMicrosPerDay;
  return flow::abi::kDone;
}
uint32_t flow_date_truncate(FlowContext *context, int32_t *out, int32_t t, int64_t to) noexcept {
  if (to <= 0) return notPositive(context);
  if (to % kNanosPerDay != 0)
    return fail(context, FailureKind::ConversionError, "a date can only be truncated to whole days");
  int64_t days = to / kNanosPerDay;
  int64_t origin = days % 7 == 0 ? kFirstMonday : 0;
  return setDate(context, out, static_cast<int64_t>(floorTo(t - origin, days)) + origin);
}
uint32_t flow_date_truncate_months(FlowContext *context, int32_t *out, int32_t t, int64_t to) noexcept {
  if (to <= 0) return notPositive(context);
  CivilDate date = civilFromDays(t);
  int64_t months = int64_t{date.year} * 12 + (date.month - 1);
  auto begin = static_cast<int64_t>(floorTo(months, to));
  if (begin < 12) return leavesCalendar(context);
  return setDate(context, out,
                 daysFromCivil(static_cast<int32_t>(begin / 12), static_cast<uint32_t>(begin % 12) + 1, 1));
}

} // extern "C"
