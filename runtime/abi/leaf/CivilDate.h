#pragma once
// The proleptic Gregorian calendar: days since 1970-01-01 to year, month, day and back, without branches or
// tables, so that loops over dates become vector code (Neri and Schneider, "Euclidean affine functions and
// their application to calendar algorithms"). Right for days kFirstDay to kLastDay, beyond what a date may be
// (years 1 to 9999).

#include <cstdint>

namespace flow::calendar {

struct CivilDate {
  int32_t year;
  uint32_t month; ///< 1 to 12
  uint32_t day;   ///< 1 to 31
};

constexpr uint32_t kCycles = 82; // of 400 years, added so that all numbers are positive
constexpr uint32_t kDayShift = 719468 + 146097 * kCycles;
constexpr uint32_t kYearShift = 400 * kCycles;
constexpr int32_t kFirstDay = -12699422;
constexpr int32_t kLastDay = 1'060'000'000;

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr int64_t kNanosPerDay = 86'400'000'000'000;

constexpr CivilDate civilFromDays(int32_t days) {
  uint32_t shifted = static_cast<uint32_t>(days) + kDayShift;
  uint32_t quarterDays = 4 * shifted + 3;
  uint32_t century = quarterDays / 146097;
  uint32_t dayOfCentury = 4 * (quarterDays % 146097 / 4) + 3;
  uint64_t product = uint64_t{2939745} * dayOfCentury;
  auto yearOfCentury = static_cast<uint32_t>(product >> 32);
  uint32_t dayOfYear = static_cast<uint32_t>(product) / 2939745 / 4; // from the first of March
  uint32_t monthAndDay = 2141 * dayOfYear + 197913;
  uint32_t january = dayOfYear >= 306;
  uint32_t month = monthAndDay / 65536;
  uint32_t day = monthAndDay % 65536 / 2141 + 1;
  return {static_cast<int32_t>(100 * century + yearOfCentury - kYearShift + january), month - 12 * january,
          day};
}

/// Of a valid year, month and day.
constexpr int32_t daysFromCivil(int32_t year, uint32_t month, uint32_t day) {
  uint32_t january = month <= 2;
  uint32_t shiftedYear = static_cast<uint32_t>(year) + kYearShift - january;
  uint32_t century = shiftedYear / 100;
  uint32_t yearDays = 1461 * shiftedYear / 4 - century + century / 4;
  uint32_t monthDays = (979 * (month + 12 * january) - 2919) / 32;
  return static_cast<int32_t>(yearDays + monthDays + day - 1 - kDayShift);
}

constexpr bool isLeapYear(int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
constexpr uint32_t daysInMonth(int32_t year, uint32_t month) {
  return month == 2 ? (isLeapYear(year) ? 29 : 28) : 30 + ((month ^ (month >> 3)) & 1);
}

/// 1 for Monday to 7 for Sunday.
constexpr uint32_t weekday(int32_t days) {
  constexpr uint32_t kShift = kDayShift - kDayShift % 7 + 3; // 1970-01-01 was a Thursday
  return (static_cast<uint32_t>(days) + kShift) % 7 + 1;
}
/// 1 for the first of January.
constexpr int32_t dayOfYear(int32_t days) { return days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1; }
/// The ISO week: the first one has the year's first Thursday.
constexpr int32_t isoWeek(int32_t days) {
  int32_t thursday = days - static_cast<int32_t>(weekday(days)) + 4;
  return (dayOfYear(thursday) - 1) / 7 + 1;
}

constexpr int64_t floorDivide(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a % b < 0) != (b < 0)); }
constexpr int32_t daysFromMicros(int64_t micros) {
  return static_cast<int32_t>(floorDivide(micros, kMicrosPerDay));
}
/// Microseconds since midnight.
constexpr int64_t microsOfDay(int64_t micros) {
  return micros - floorDivide(micros, kMicrosPerDay) * kMicrosPerDay;
}

static_assert(daysFromCivil(1970, 1, 1) == 0 && daysFromCivil(2000, 3, 1) == 11017);
static_assert(weekday(0) == 4 && weekday(-4) == 7 && weekday(-3) == 1);

} // namespace flow::calendar
