#include "runtime/time/TimeFormat.h"

#include "runtime/abi/leaf/CivilDate.h"
#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

namespace flow::test {

namespace {

constexpr int64_t kTime = // 2024-01-07T15:04:09.012345Z, a Sunday
    calendar::daysFromCivil(2024, 1, 7) * calendar::kMicrosPerDay +
    ((15 * 60 + 4) * 60 + 9) * calendar::kMicrosPerSecond + 12345;

std::string read(std::string_view text, std::string_view format) {
  int64_t micros = 0;
  char unknown = '\0';
  switch (time::readTime(text, format, micros, unknown)) {
  case time::Read::NotOne: return "none";
  case time::Read::BadFormat: return "bad format";
  case time::Read::Value: break;
  }
  std::string shown;
  text::appendTimestamp(shown, micros);
  return shown;
}

} // namespace

TEST(TimeFormat, Directives) {
  for (auto [format, expected] : {std::pair{"%Y-%m-%d", "2024-01-07"},
                                  {"%y", "24"},
                                  {"%-d.%-m.%Y", "7.1.2024"},
                                  {"%H:%M:%S", "15:04:09"},
                                  {"%I %p", "03 PM"},
                                  {"%-I", "3"},
                                  {"%f", "012345"},
                                  {"%L", "012"},
                                  {"%b %B", "Jan January"},
                                  {"%a %A", "Sun Sunday"},
                                  {"%j", "007"},
                                  {"%u %w", "7 0"},
                                  {"%V %G", "01 2024"},
                                  {"%F %T", "2024-01-07 15:04:09"},
                                  {"%D %R", "01/07/24 15:04"},
                                  {"%z %Z", "+0000 UTC"},
                                  {"%s", "1704639849"},
                                  {"100%%", "100%"},
                                  {"%n%t", "\n\t"},
                                  {"", ""},
                                  {"no directive é", "no directive é"}})
    EXPECT_EQ(call(flow_timestamp_format, kTime, format), expected) << format;
  EXPECT_EQ(call(flow_date_format, calendar::daysFromCivil(2024, 12, 30), "%G-W%V-%u %H"), "2025-W01-1 00");
  EXPECT_EQ(call(flow_date_format, calendar::daysFromCivil(21, 3, 4), "%Y %-Y"), "0021 21");
  EXPECT_EQ(call(flow_date_format, 0, "%Y %q"),
            "ParseError: the format `%Y %q` has `%q`, which stands for nothing");
  EXPECT_EQ(call(flow_date_format, 0, "%"),
            "ParseError: the format `%` has a percent sign alone; as such it is written `%%`");
}

TEST(TimeFormat, BeforeNoonAndMidnight) {
  int64_t hour = 3600 * calendar::kMicrosPerSecond;
  EXPECT_EQ(call(flow_timestamp_format, 0, "%I%p"), "12AM");
  EXPECT_EQ(call(flow_timestamp_format, 12 * hour, "%I%p"), "12PM");
  EXPECT_EQ(call(flow_timestamp_format, -hour, "%F %I%p %s"), "1969-12-31 11PM -3600");
}

TEST(TimeFormat, Reading) {
  for (auto [text, format, expected] :
       {std::tuple{"31.01.2024", "%d.%m.%Y", "2024-01-31T00:00:00Z"},
        {"1/2/24", "%m/%d/%y", "2024-01-02T00:00:00Z"},
        {"01-Feb-70", "%d-%b-%y", "1970-02-01T00:00:00Z"},
        {"march 5, 2021", "%B %d, %Y", "2021-03-05T00:00:00Z"},
        {"Tue Mar  5 2024", "%a %b %d %Y", "2024-03-05T00:00:00Z"},
        {"20240131101112", "%Y%m%d%H%M%S", "2024-01-31T10:11:12Z"},
        {"2024-01-31 01:05 pm", "%Y-%m-%d %I:%M %p", "2024-01-31T13:05:00Z"},
        {"2024-01-31 12:05 AM", "%Y-%m-%d %I:%M %p", "2024-01-31T00:05:00Z"},
        {"2024-01-31T10:00:00.25+02:00", "%FT%T.%f%z", "2024-01-31T08:00:00.25Z"},
        {"10:30", "%R", "1970-01-01T10:30:00Z"},
        {"5%", "%d%%", "1970-01-05T00:00:00Z"}})
    EXPECT_EQ(read(text, format), expected) << text << " as " << format;
}

TEST(TimeFormat, WhatIsNoTime) {
  for (auto [text, format] : {std::pair{"31.02.2024", "%d.%m.%Y"},
                              {"2024-13-01", "%F"},
                              {"2024-01-01x", "%F"},
                              {"24-01-01", "%Y-%m-%d"},
                              {"", "%F"},
                              {"25:00", "%H:%M"},
                              {"10:60", "%H:%M"},
                              {"13 PM", "%I %p"},
                              {"0000-01-01", "%F"},
                              {"2024-01-01", "%Y/%m/%d"},
                              {"Foo 1", "%b %d"}})
    EXPECT_EQ(read(text, format), "none") << text << " as " << format;
  EXPECT_EQ(read("x", "%q"), "bad format");
  EXPECT_EQ(read("does not match", "%Y%j"), "bad format") << "seen although the text does not match";
}

} // namespace flow::test
