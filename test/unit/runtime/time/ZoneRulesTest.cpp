#include "runtime/time/ZoneRules.h"

#include <gtest/gtest.h>

namespace flow::time {

constexpr int64_t kHour = 3600;
/// 2024-01-01T00:00:00Z.
constexpr int64_t kYear2024 = 1704067200;
constexpr int64_t kDay = 24 * kHour;

TEST(YearlyRule, SummerOfTheNorth) {
  auto rule = YearlyRule::parse("CET-1CEST,M3.5.0,M10.5.0/3");
  ASSERT_TRUE(rule.has_value());
  EXPECT_EQ(rule->offsetAt(kYear2024), kHour);
  // 2024-03-31T01:00:00Z and 2024-10-27T01:00:00Z
  EXPECT_EQ(rule->offsetAt(1711846799), kHour);
  EXPECT_EQ(rule->offsetAt(1711846800), 2 * kHour);
  EXPECT_EQ(rule->offsetAt(1729990799), 2 * kHour);
  EXPECT_EQ(rule->offsetAt(1729990800), kHour);
}

TEST(YearlyRule, SummerOfTheSouth) {
  auto rule = YearlyRule::parse("AEST-10AEDT,M10.1.0,M4.1.0/3");
  ASSERT_TRUE(rule.has_value());
  EXPECT_EQ(rule->offsetAt(kYear2024), 11 * kHour);
  EXPECT_EQ(rule->offsetAt(kYear2024 + 180 * kDay), 10 * kHour);
}

TEST(YearlyRule, OtherForms) {
  EXPECT_EQ(YearlyRule::parse("<+0330>-3:30")->offsetAt(0), 3 * kHour + kHour / 2);
  EXPECT_EQ(YearlyRule::parse("EST5")->offsetAt(0), -5 * kHour);
  auto rule = YearlyRule::parse("XXX3YYY,J60/0,299/0"); // from the first of March
  ASSERT_TRUE(rule.has_value());
  EXPECT_EQ(rule->offsetAt(kYear2024 + 60 * kDay + 3 * kHour - 1), -3 * kHour);
  EXPECT_EQ(rule->offsetAt(kYear2024 + 60 * kDay + 3 * kHour), -2 * kHour);
  for (const char *bad : {"", "CET", "CET-1CEST", "CET-1CEST,M13.5.0,M10.5.0", "C-1,M3.5.0", "CET-1CEST,M3.5.0"})
    EXPECT_FALSE(YearlyRule::parse(bad).has_value()) << bad;
}

TEST(ZoneRules, NamesThatAreNone) {
  for (const char *name : {"", "Nowhere/Land", "../etc/passwd", "/etc/passwd", "Europe", "+25", "+1x"})
    EXPECT_EQ(ZoneRules::named(name), nullptr) << name;
}

TEST(ZoneRules, OffsetsAndUtc) {
  EXPECT_EQ(ZoneRules::named("UTC")->offsetAt(0), 0);
  EXPECT_EQ(ZoneRules::named("+02:00")->offsetAt(0), 2 * kHour);
  EXPECT_EQ(ZoneRules::named("-03:30")->offsetAt(0), -3 * kHour - kHour / 2);
  EXPECT_EQ(ZoneRules::named("+02:00")->secondOf(7200), 0);
}

} // namespace flow::time
