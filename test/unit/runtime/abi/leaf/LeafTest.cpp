#include "runtime/abi/leaf/Leaf.h"

#include "runtime/abi/leaf/CivilDate.h"
#include "runtime/abi/leaf/LeafBitcode.h"
#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flow::test {

namespace {

constexpr int32_t kDay = calendar::daysFromCivil(2024, 5, 31); // a Friday
constexpr int64_t kTime =
    kDay * calendar::kMicrosPerDay + ((10 * 60 + 20) * 60 + 30) * calendar::kMicrosPerSecond + 7;

const char *const kTexts[] = {"",
                              "a",
                              "ab",
                              "abcd",
                              "abce",
                              "abcdefghijkl",
                              "abcdefghijkm",
                              "abcdefghijklm",
                              "abcdefghijklm, longer",
                              "abcdefghijklm, longex",
                              "é",
                              "z",
                              "\x7F",
                              "0123456789abcdef0123456789abcdef",
                              "0123456789abcdef0123456789abcdeg"};

int sign(int value) { return (value > 0) - (value < 0); }

} // namespace

TEST(Leaf, TextsCompareByBytes) {
  for (std::string_view a : kTexts) {
    for (std::string_view b : kTexts) {
      StringView x(a), y(b);
      EXPECT_EQ(flow_str_equal(&x, &y), a == b) << a << " and " << b;
      EXPECT_EQ(flow_str_compare(&x, &y), sign(a.compare(b))) << a << " and " << b;
      EXPECT_EQ(flow_str_hash(&x) == flow_str_hash(&y), a == b) << a << " and " << b;
      EXPECT_EQ(flow_str_starts_with(&x, &y), a.starts_with(b)) << a << " and " << b;
      EXPECT_EQ(flow_str_ends_with(&x, &y), a.ends_with(b)) << a << " and " << b;
      EXPECT_EQ(call(flow_str_min, a, b), std::min(a, b));
      EXPECT_EQ(call(flow_str_max, a, b), std::max(a, b));
    }
  }
  std::string_view withNul("a\0", 2);
  StringView x(withNul), y(std::string_view("a"));
  EXPECT_EQ(flow_str_compare(&x, &y), 1) << "a NUL counts";
}

TEST(Leaf, LengthCountsCodePoints) {
  EXPECT_EQ(call(flow_str_length, ""), "0");
  EXPECT_EQ(call(flow_str_length, "héé"), "3");
  EXPECT_EQ(call(flow_str_length, "a😀b"), "3");
  EXPECT_EQ(call(flow_str_length, std::string(1000, 'x') + "é"), "1001");
}

TEST(Leaf, PartsOfDates) {
  EXPECT_EQ(call(flow_date_year, kDay), "2024");
  EXPECT_EQ(call(flow_date_month, kDay), "5");
  EXPECT_EQ(call(flow_date_day, kDay), "31");
  EXPECT_EQ(call(flow_date_weekday, kDay), "5");
  EXPECT_EQ(call(flow_date_day_of_year, kDay), "152");
  EXPECT_EQ(call(flow_date_week, kDay), "22");
  EXPECT_EQ(call(flow_date_quarter, kDay), "2");
  EXPECT_EQ(call(flow_date_weekday, calendar::daysFromCivil(1969, 12, 29)), "1");
}

TEST(Leaf, PartsOfTimestamps) {
  EXPECT_EQ(call(flow_timestamp_year, kTime), "2024");
  EXPECT_EQ(call(flow_timestamp_month, kTime), "5");
  EXPECT_EQ(call(flow_timestamp_day, kTime), "31");
  EXPECT_EQ(call(flow_timestamp_weekday, kTime), "5");
  EXPECT_EQ(call(flow_timestamp_day_of_year, kTime), "152");
  EXPECT_EQ(call(flow_timestamp_week, kTime), "22");
  EXPECT_EQ(call(flow_timestamp_quarter, kTime), "2");
  EXPECT_EQ(call(flow_timestamp_hour, kTime), "10");
  EXPECT_EQ(call(flow_timestamp_minute, kTime), "20");
  EXPECT_EQ(call(flow_timestamp_second, kTime), "30");
  EXPECT_EQ(call(flow_timestamp_date, kTime), std::to_string(kDay));
  EXPECT_EQ(call(flow_timestamp_hour, -1), "23") << "before 1970";
  EXPECT_EQ(call(flow_timestamp_second, -1), "59");
  EXPECT_EQ(call(flow_timestamp_date, -1), "-1");
  EXPECT_EQ(call(flow_months, 3), "3");
}

TEST(Leaf, Durations) {
  int64_t ninetyMinutes = 5'400'000'000'000;
  EXPECT_EQ(call(flow_duration_days, ninetyMinutes), "0.0625");
  EXPECT_EQ(call(flow_duration_hours, ninetyMinutes), "1.5");
  EXPECT_EQ(call(flow_duration_minutes, ninetyMinutes), "90.0");
  EXPECT_EQ(call(flow_duration_seconds, -ninetyMinutes), "-5400.0");
}

TEST(Leaf, Numbers) {
  EXPECT_EQ(call(flow_i64_min, 1, 2), "1");
  EXPECT_EQ(call(flow_i64_max, 1, 2), "2");
  EXPECT_EQ(call(flow_date_min, 1, 2), "1");
  EXPECT_EQ(call(flow_date_max, 1, 2), "2");
  double nan = std::nan("");
  EXPECT_EQ(call(flow_f64_min, 1.0, nan), "1.0");
  EXPECT_EQ(call(flow_f64_min, nan, 1.0), "1.0");
  EXPECT_EQ(call(flow_f64_max, 1.0, nan), "nan");
  EXPECT_EQ(call(flow_f64_max, nan, 1.0), "nan");
  EXPECT_EQ(call(flow_f64_min, 2.0, 1.0), "1.0");
  EXPECT_EQ(call(flow_f64_max, 2.0, 1.0), "2.0");
  for (auto [x, isNan, isInf] : {std::tuple{1.0, 0, 0}, {nan, 1, 0}, {HUGE_VAL, 0, 1}, {-HUGE_VAL, 0, 1}}) {
    EXPECT_EQ(flow_f64_is_nan(x), isNan);
    EXPECT_EQ(flow_f64_is_inf(x), isInf);
    EXPECT_EQ(flow_f64_is_finite(x), !isNan && !isInf);
  }
  EXPECT_EQ(flow_i64_wrapping_add(INT64_MAX, 1), INT64_MIN);
  EXPECT_EQ(flow_i64_wrapping_sub(INT64_MIN, 1), INT64_MAX);
  EXPECT_EQ(flow_i64_wrapping_mul(INT64_MAX, 2), -2);
}

TEST(LeafBitcode, IsBitcode) {
  std::string_view bitcode = abi::leafBitcode();
  ASSERT_GT(bitcode.size(), 1000u);
  EXPECT_EQ(bitcode.substr(0, 4), "BC\xC0\xDE");
}

} // namespace flow::test
