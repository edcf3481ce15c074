#include "runtime/abi/leaf/CivilDate.h"

#include <gtest/gtest.h>

#include <ctime>

namespace flow::calendar {

TEST(CivilDate, AgreesWithTheSystemOnEachDayOfTwoThousandYears) {
  for (int32_t days = daysFromCivil(1000, 1, 1); days < daysFromCivil(3000, 1, 1); ++days) {
    time_t seconds = time_t{days} * 86400;
    tm parts{};
    gmtime_r(&seconds, &parts);
    CivilDate date = civilFromDays(days);
    ASSERT_EQ(date.year, parts.tm_year + 1900) << days;
    ASSERT_EQ(date.month, static_cast<uint32_t>(parts.tm_mon + 1)) << days;
    ASSERT_EQ(date.day, static_cast<uint32_t>(parts.tm_mday)) << days;
    ASSERT_EQ(daysFromCivil(date.year, date.month, date.day), days);
    ASSERT_EQ(weekday(days) % 7, static_cast<uint32_t>(parts.tm_wday)) << days;
    ASSERT_EQ(dayOfYear(days), parts.tm_yday + 1) << days;
    char week[8];
    std::strftime(week, sizeof week, "%V", &parts);
    ASSERT_EQ(isoWeek(days), std::atoi(week)) << days;
    ASSERT_LE(date.day, daysInMonth(date.year, date.month));
  }
}

TEST(CivilDate, Ends) {
  for (int32_t days : {kFirstDay, kLastDay, -1, 0}) {
    CivilDate date = civilFromDays(days);
    EXPECT_EQ(daysFromCivil(date.year, date.month, date.day), days);
  }
  EXPECT_EQ(daysInMonth(1900, 2), 28u);
  EXPECT_EQ(daysInMonth(2000, 2), 29u);
  uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (uint32_t month = 1; month <= 12; ++month) EXPECT_EQ(daysInMonth(2023, month), days[month - 1]);
}

} // namespace flow::calendar
