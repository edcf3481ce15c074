#include "runtime/text/TextFunctions.h"

#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

namespace flow::test {

TEST(TextFunctions, TextOfValues) {
  EXPECT_EQ(call(flow_text_bool, 1), "true");
  EXPECT_EQ(call(flow_text_bool, 0), "false");
  EXPECT_EQ(call(flow_text_i64, INT64_MIN), "-9223372036854775808");
  EXPECT_EQ(call(flow_text_u64, UINT64_MAX), "18446744073709551615");
  EXPECT_EQ(call(flow_text_f64, 2.0), "2.0");
  EXPECT_EQ(call(flow_text_f64, 0.1), "0.1");
  EXPECT_EQ(call(flow_text_f32, 0.1f), "0.1");
  EXPECT_EQ(call(flow_text_decimal, -1250, 2), "-12.50");
  EXPECT_EQ(call(flow_text_date, 19753), "2024-01-31");
  EXPECT_EQ(call(flow_text_timestamp, -1), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(call(flow_text_duration, 5'400'000'000'000), "1h30min");
  EXPECT_EQ(call(flow_text_months, -3), "months(-3)");
  EXPECT_EQ(call(flow_text_size, 4096), "4KiB");
}

TEST(TextFunctions, Quoted) {
  auto quoted = [](std::string_view value) {
    std::string out;
    text::appendQuoted(out, value);
    return out;
  };
  EXPECT_EQ(quoted("a \"b\" \\ $c\n\t\ré"), R"("a \"b\" \\ \$c\n\t\ré")");
  EXPECT_EQ(quoted(std::string_view("\0\x01\x7F", 3)), R"("\0\u{1}\u{7F}")");
}

TEST(TextFunctions, ValuesOrNone) {
  EXPECT_EQ(call(flow_parse_int, " 42 "), "42");
  EXPECT_EQ(call(flow_parse_int, "-9223372036854775808"), "-9223372036854775808");
  for (const char *text : {"4x", "", "2.0", "9223372036854775808", "--1"})
    EXPECT_EQ(call(flow_parse_int, text), "none");
  EXPECT_EQ(call(flow_parse_float, "1e3"), "1000.0");
  EXPECT_EQ(call(flow_parse_float, "abc"), "none");
  EXPECT_EQ(call(flow_parse_bool, "true"), "true");
  EXPECT_EQ(call(flow_parse_bool, "yes"), "none");
  EXPECT_EQ(call(flow_parse_duration, "1h30min"), "5400000000000");
  EXPECT_EQ(call(flow_parse_duration, "1x"), "none");
  EXPECT_EQ(call(flow_decimal_digits, " -12.3 ", 2), "-1230");
  EXPECT_EQ(call(flow_decimal_digits, "1.500", 1), "15");
  for (const char *text : {"1.25", "x", "", "1e3"}) EXPECT_EQ(call(flow_decimal_digits, text, 1), "none");
  EXPECT_EQ(call(flow_decimal_digits, std::string(38, '9'), 1), "none");
}

TEST(TextFunctions, DatesOrNone) {
  EXPECT_EQ(call(flow_parse_date, "2024-01-31", ""), "19753");
  EXPECT_EQ(call(flow_parse_date, "31.01.2024", ""), "none");
  EXPECT_EQ(call(flow_parse_date, "31.01.2024", "%d.%m.%Y"), "19753");
  EXPECT_EQ(call(flow_parse_date, "31.01.2024 23:59", "%d.%m.%Y %H:%M"), "19753");
  EXPECT_EQ(call(flow_parse_date, "32.01.2024", "%d.%m.%Y"), "none");
  EXPECT_EQ(call(flow_parse_date, "x", "%Q"), "ParseError: the format `%Q` has `%Q`, which no text is read by");
  EXPECT_EQ(call(flow_parse_timestamp, "1970-01-01T00:00:01Z", ""), "1000000");
  EXPECT_EQ(call(flow_parse_timestamp, "1970-01-01 01:00", "%Y-%m-%d %H:%M"), "3600000000");
  EXPECT_EQ(call(flow_parse_timestamp, "yesterday", ""), "none");
}

TEST(TextFunctions, ValuesOrFailure) {
  EXPECT_EQ(call(flow_i64_from_str, "42"), "42");
  EXPECT_EQ(call(flow_i64_from_str, "x"), "ConversionError: \"x\" is not an i64");
  EXPECT_EQ(call(flow_i64_from_str, "99999999999999999999"),
            "ConversionError: \"99999999999999999999\" does not fit i64");
  EXPECT_EQ(call(flow_u64_from_str, "-1"), "ConversionError: \"-1\" does not fit u64");
  EXPECT_EQ(call(flow_f64_from_str, "1e3"), "1000.0");
  EXPECT_EQ(call(flow_f64_from_str, "1e400"), "ConversionError: \"1e400\" does not fit f64");
  EXPECT_EQ(call(flow_bool_from_str, "maybe"), "ConversionError: \"maybe\" is not a bool");
  EXPECT_EQ(call(flow_date_from_str, "2024-01-31"), "19753");
  EXPECT_EQ(call(flow_date_from_str, "2024-02-30"), "ConversionError: \"2024-02-30\" is not a date");
  EXPECT_EQ(call(flow_timestamp_from_str, "1970-01-01T00:00:01Z"), "1000000");
  EXPECT_EQ(call(flow_duration_from_str, "soon"), "ConversionError: \"soon\" is not a duration");
  EXPECT_EQ(call(flow_size_from_str, "4KiB"), "4096");
  std::string result = call(flow_i64_from_str, std::string(100, 'x'));
  EXPECT_EQ(result, "ConversionError: \"" + std::string(60, 'x') + "\".. is not an i64");
}

} // namespace flow::test
