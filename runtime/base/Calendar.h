#pragma once
// The proleptic Gregorian calendar: dates are days since 1970-01-01, timestamps microseconds since its
// midnight, UTC.

#include <cstdint>

namespace flow {

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

struct CivilDate {
  int32_t year = 1970;
  uint32_t month = 1, day = 1; ///< both from 1

  friend bool operator==(const CivilDate &, const CivilDate &) = default;
};

constexpr bool isLeapYear(int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr uint32_t daysInMonth(int32_t year, uint32_t month) {
  constexpr uint8_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month - 1] + (month == 2 && isLeapYear(year));
}

/// Days from 1970-01-01 to a date that exists. Years begin in March here, so that the leap day is the last
/// one.
constexpr int32_t daysOf(const CivilDate &date) {
  int32_t year = date.year - (date.month <= 2);
  int32_t era = (year >= 0 ? year : year - 399) / 400;
  uint32_t yearOfEra = static_cast<uint32_t>(year - era * 400);
  uint32_t dayOfYear = (153 * (date.month + (date.month > 2 ? -3u : 9u)) + 2) / 5 + date.day - 1;
  uint32_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146'097 + static_cast<int32_t>(dayOfEra) - 719'468;
}

constexpr CivilDate civilOf(int32_t days) {
  int64_t shifted = int64_t(days) + 719'468;
  int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  uint32_t dayOfEra = static_cast<uint32_t>(shifted - era * 146'097);
  uint32_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
  uint32_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  uint32_t month = (5 * dayOfYear + 2) / 153;
  CivilDate date;
  date.day = dayOfYear - (153 * month + 2) / 5 + 1;
  date.month = month < 10 ? month + 3 : month - 9;
  date.year = static_cast<int32_t>(yearOfEra + era * 400) + (date.month <= 2);
  return date;
}

} // namespace flow
