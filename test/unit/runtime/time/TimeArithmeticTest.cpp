#include "runtime/time/TimeArithmetic.h"

#include "runtime/text/ValueParser.h"
#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

namespace flow::test {

namespace {

int32_t date(const char *text) {
  int32_t value = 0;
  EXPECT_EQ(text::parseDate(text, value), text::Parsed::Value) << text;
  return value;
}
int64_t time(const char *text) {
  int64_t value = 0;
  EXPECT_EQ(text::parseTimestamp(text, value), text::Parsed::Value) << text;
  return value;
}
int64_t duration(const char *text) {
  int64_t value = 0;
  EXPECT_EQ(text::parseDuration(text, value), text::Parsed::Value) << text;
  return value;
}

/// The result of a call as the function `append` prints it.
template <typename T> std::string printed(std::string result, void (*append)(std::string &, T)) {
  if (result.find(':') != std::string::npos) return result;
  std::string text;
  append(text, static_cast<T>(std::stoll(result)));
  return text;
}
template <typename... Given> std::string dateOf(Given... given) {
  return printed(call(given...), text::appendDate);
}
template <typename... Given> std::string timeOf(Given... given) {
  return printed(call(given...), text::appendTimestamp);
}
template <typename... Given> std::string lengthOf(Given... given) {
  return printed(call(given...), text::appendDuration);
}

constexpr const char *kLeaves = "Overflow: the result lies outside of the years 1 to 9999";
constexpr int64_t kLargest = INT64_MAX, kSmallest = INT64_MIN;

} // namespace

TEST(TimeArithmetic, DateOfParts) {
  EXPECT_EQ(dateOf(flow_date_of, 2024, 2, 29), "2024-02-29");
  EXPECT_EQ(dateOf(flow_date_of, 1, 1, 1), "0001-01-01");
  EXPECT_EQ(dateOf(flow_date_of, 9999, 12, 31), "9999-12-31");
  EXPECT_EQ(dateOf(flow_date_of, 2023, 2, 29), "ConversionError: there is no date 2023-2-29");
  EXPECT_EQ(dateOf(flow_date_of, 2023, 13, 1), "ConversionError: there is no date 2023-13-1");
  EXPECT_EQ(dateOf(flow_date_of, 0, 1, 1), "ConversionError: there is no date 0-1-1");
  EXPECT_EQ(dateOf(flow_date_of, 10000, 1, 1), "ConversionError: there is no date 10000-1-1");
  EXPECT_EQ(dateOf(flow_date_of, int64_t{1} << 32, 1, 1), "ConversionError: there is no date 4294967296-1-1");
}

TEST(TimeArithmetic, MonthsAreClipped) {
  EXPECT_EQ(dateOf(flow_date_add_months, date("2024-01-31"), 1), "2024-02-29");
  EXPECT_EQ(dateOf(flow_date_add_months, date("2023-01-31"), 1), "2023-02-28");
  EXPECT_EQ(dateOf(flow_date_add_months, date("2024-01-31"), 3), "2024-04-30");
  EXPECT_EQ(dateOf(flow_date_add_months, date("2024-12-15"), 1), "2025-01-15");
  EXPECT_EQ(dateOf(flow_date_subtract_months, date("2024-03-31"), 1), "2024-02-29");
  EXPECT_EQ(dateOf(flow_date_subtract_months, date("2024-01-15"), 13), "2022-12-15");
  EXPECT_EQ(dateOf(flow_date_add_months, date("9999-12-01"), 1), kLeaves);
  EXPECT_EQ(dateOf(flow_date_subtract_months, date("0001-01-31"), 1), kLeaves);
  EXPECT_EQ(dateOf(flow_date_subtract_months, date("2024-01-31"), kSmallest), kLeaves);
  EXPECT_EQ(timeOf(flow_timestamp_add_months, time("2024-01-31T23:59:59.5Z"), 1), "2024-02-29T23:59:59.5Z");
  EXPECT_EQ(timeOf(flow_timestamp_subtract_months, time("1960-03-31T01:00:00Z"), 1), "1960-02-29T01:00:00Z");
  EXPECT_EQ(timeOf(flow_timestamp_add_months, time("2024-01-31T00:00:00Z"), kLargest), kLeaves);
}

TEST(TimeArithmetic, Durations) {
  EXPECT_EQ(dateOf(flow_date_add_duration, date("2024-02-28"), duration("2d")), "2024-03-01");
  EXPECT_EQ(dateOf(flow_date_subtract_duration, date("1970-01-01"), duration("1d")), "1969-12-31");
  EXPECT_EQ(dateOf(flow_date_add_duration, date("2024-02-28"), duration("36h")),
            "ConversionError: a date can only be moved by whole days");
  EXPECT_EQ(dateOf(flow_date_add_duration, date("9999-12-31"), duration("1d")), kLeaves);
  EXPECT_EQ(timeOf(flow_timestamp_add_duration, time("2024-02-28T23:00:00Z"), duration("1h30min")),
            "2024-02-29T00:30:00Z");
  EXPECT_EQ(timeOf(flow_timestamp_subtract_duration, time("1970-01-01T00:00:00Z"), duration("1us")),
            "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(timeOf(flow_timestamp_add_duration, time("1970-01-01T00:00:00Z"), 1500),
            "ConversionError: a timestamp has no parts of a microsecond");
  EXPECT_EQ(timeOf(flow_timestamp_subtract_duration, 0, kSmallest),
            "ConversionError: a timestamp has no parts of a microsecond");
  EXPECT_EQ(timeOf(flow_timestamp_from_date, date("2024-01-31")), "2024-01-31T00:00:00Z");
}

TEST(TimeArithmetic, Differences) {
  EXPECT_EQ(lengthOf(flow_date_difference, date("2024-03-01"), date("2024-02-01")), "29d");
  EXPECT_EQ(lengthOf(flow_date_difference, date("2024-02-01"), date("2024-03-01")), "-29d");
  EXPECT_EQ(lengthOf(flow_date_difference, date("9999-12-31"), date("0001-01-01")),
            "Overflow: the difference is longer than a duration can be (292 years)");
  EXPECT_EQ(lengthOf(flow_timestamp_difference, time("2024-01-01T00:00:00.5Z"), time("2023-12-31T23:00:00Z")),
            "1h500ms");
  EXPECT_EQ(lengthOf(flow_timestamp_difference, kLargest, -1).substr(0, 8), "Overflow");
}

TEST(TimeArithmetic, Truncation) {
  int64_t t = time("2024-05-31T10:20:30.123456Z");
  for (auto [to, expected] : {std::pair{"1h", "2024-05-31T10:00:00Z"},
                              {"15min", "2024-05-31T10:15:00Z"},
                              {"1s", "2024-05-31T10:20:30Z"},
                              {"1ms", "2024-05-31T10:20:30.123Z"},
                              {"1us", "2024-05-31T10:20:30.123456Z"},
                              {"1d", "2024-05-31T00:00:00Z"},
                              {"7d", "2024-05-27T00:00:00Z"},
                              {"300ns", "2024-05-31T10:20:30.123456Z"}})
    EXPECT_EQ(timeOf(flow_timestamp_truncate, t, duration(to)), expected) << to;
  EXPECT_EQ(timeOf(flow_timestamp_truncate, time("1969-12-31T23:30:00Z"), duration("1h")),
            "1969-12-31T23:00:00Z");
  EXPECT_EQ(timeOf(flow_timestamp_truncate, t, 0),
            "Failure: truncate needs an interval that is longer than zero");
  EXPECT_EQ(timeOf(flow_timestamp_truncate_months, t, 1), "2024-05-01T00:00:00Z");
  EXPECT_EQ(timeOf(flow_timestamp_truncate_months, t, 3), "2024-04-01T00:00:00Z");
  EXPECT_EQ(timeOf(flow_timestamp_truncate_months, t, 12), "2024-01-01T00:00:00Z");
  EXPECT_EQ(timeOf(flow_timestamp_truncate_months, t, kLargest), kLeaves);
  EXPECT_EQ(dateOf(flow_date_truncate, date("2024-06-02"), duration("7d")), "2024-05-27");
  EXPECT_EQ(dateOf(flow_date_truncate, date("2024-06-03"), duration("7d")), "2024-06-03");
  EXPECT_EQ(dateOf(flow_date_truncate, date("2024-06-03"), duration("1h")),
            "ConversionError: a date can only be truncated to whole days");
  EXPECT_EQ(dateOf(flow_date_truncate_months, date("2024-06-03"), 6), "2024-01-01");
  EXPECT_EQ(dateOf(flow_date_truncate_months, date("2024-06-03"), -1),
            "Failure: truncate needs an interval that is longer than zero");
}

} // namespace flow::test
