#include "runtime/text/FormatSpec.h"

#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flow::test {

namespace {

template <typename T> struct Case {
  T value;
  const char *spec;
  const char *expected; ///< what Python gives
};

} // namespace

TEST(FormatSpec, Integers) {
  const Case<int64_t> kCases[] = {{1234567, "", "1234567"},
                                  {1234567, "d", "1234567"},
                                  {1234567, ",", "1,234,567"},
                                  {1234567, "010", "0001234567"},
                                  {1234567, "+d", "+1234567"},
                                  {1234567, " d", " 1234567"},
                                  {1234567, "<10", "1234567   "},
                                  {1234567, "^11", "  1234567  "},
                                  {1234567, ">10", "   1234567"},
                                  {1234567, "*^11", "**1234567**"},
                                  {1234567, "=+10", "+  1234567"},
                                  {1234567, "012,", "0,001,234,567"},
                                  {1234567, "x", "12d687"},
                                  {1234567, "X", "12D687"},
                                  {1234567, "b", "100101101011010000111"},
                                  {1234567, "o", "4553207"},
                                  {1234567, ".2f", "1234567.00"},
                                  {1234567, "e", "1.234567e+06"},
                                  {1234567, "g", "1.23457e+06"},
                                  {1234567, "%", "123456700.000000%"},
                                  {1234567, "é>9", "éé1234567"},
                                  {1234567, "{<9", "1234567{{"},
                                  {-42, "", "-42"},
                                  {-42, "05", "-0042"},
                                  {-42, "+", "-42"},
                                  {-42, "x", "-2a"},
                                  {-42, "08b", "-0101010"},
                                  {-42, "=6", "-   42"},
                                  {-42, "<6", "-42   "},
                                  {-42, "^7", "  -42  "},
                                  {-42, ",", "-42"},
                                  {-42, "*=8", "-*****42"},
                                  {-42, "010,", "-0,000,042"},
                                  {0, "d", "0"},
                                  {0, "04", "0000"},
                                  {0, ",", "0"},
                                  {0, "x", "0"},
                                  {123456, "08,", "0,123,456"},
                                  {1234, "06,", "01,234"},
                                  {1234, "05,", "1,234"},
                                  {1234, "010,", "00,001,234"},
                                  {123, "05,", "0,123"},
                                  {-1234, "08,", "-001,234"},
                                  {9223372036854775807, ",", "9,223,372,036,854,775,807"}};
  for (const auto &[value, spec, expected] : kCases)
    EXPECT_EQ(call(flow_format_i64, value, spec), expected) << value << " with " << spec;
  EXPECT_EQ(call(flow_format_i64, INT64_MIN, ","), "-9,223,372,036,854,775,808");
  EXPECT_EQ(call(flow_format_u64, UINT64_MAX, "x"), "ffffffffffffffff");
}

TEST(FormatSpec, Floats) {
  const Case<double> kCases[] = {
      {3.14159, ".2f", "3.14"},
      {3.14159, "f", "3.141590"},
      {3.14159, "e", "3.141590e+00"},
      {3.14159, ".3e", "3.142e+00"},
      {3.14159, "g", "3.14159"},
      {3.14159, ".3g", "3.14"},
      {3.14159, "%", "314.159000%"},
      {3.14159, ".1%", "314.2%"},
      {3.14159, "", "3.14159"},
      {3.14159, ".3", "3.14"},
      {3.14159, "10.2f", "      3.14"},
      {3.14159, "+.1f", "+3.1"},
      {3.14159, "010.3f", "000003.142"},
      {3.14159, ",.2f", "3.14"},
      {1234567.891, ",.2f", "1,234,567.89"},
      {1234567.891, ",", "1,234,567.891"},
      {1234567.891, "015,.2f", "0,001,234,567.89"},
      {1234567.891, "", "1234567.891"},
      {1234567.891, ".3", "1.23e+06"},
      {1234567.891, "g", "1.23457e+06"},
      {1234567.891, ".10g", "1234567.891"},
      {1234567.891, "e", "1.234568e+06"},
      {-0.0, "", "-0.0"},
      {-0.0, ".1f", "-0.0"},
      {-0.0, "+.0f", "-0"},
      {2.0, "", "2.0"},
      {2.0, ".0f", "2"},
      {2.0, ".3", "2.0"},
      {2.0, "g", "2"},
      {2.0, "05", "002.0"},
      {0.5, ".0f", "0"},
      {1.5, ".0f", "2"},
      {2.5, ".0f", "2"},
      {100.0, ".3", "1e+02"},
      {100.0, ".4", "100.0"},
      {1e+20, "", "1e+20"},
      {1e+20, "f", "100000000000000000000.000000"},
      {1e+16, "", "1e+16"},
      {0.0001, "", "0.0001"},
      {1e-05, "", "1e-05"},
      {0.07, "%", "7.000000%"},
      {INFINITY, "f", "inf"},
      {-INFINITY, "08.2f", "-0000inf"},
      {NAN, "+10", "      +nan"},
      {INFINITY, "%", "inf%"},
      {NAN, "f", "nan"},
      {1e+300, ".0f",
       "10000000000000000525047602552044202487044685811081591549158541155118024579889081957863713750804478640"
       "43704443832883878176942523235360430575644792184786706982848387200926575803737830233794788090059368953"
       "234970799945081119038967640880074652742780142494579258788820056842838115669472196386865459400540160"},
      {5e-324, "e", "4.940656e-324"},
      {123.456, "_^12.1f", "___123.5____"}};
  for (const auto &[value, spec, expected] : kCases)
    EXPECT_EQ(call(flow_format_f64, value, spec), expected) << value << " with " << spec;
}

TEST(FormatSpec, Texts) {
  const Case<const char *> kCases[] = {{"héllo", "", "héllo"},         {"héllo", "10", "héllo     "},
                                       {"héllo", ">10", "     héllo"}, {"héllo", "^10", "  héllo   "},
                                       {"héllo", "*^9", "**héllo**"},  {"héllo", "<3", "héllo"},
                                       {"héllo", ".2", "hé"},          {"héllo", "6.3", "hél   "},
                                       {"héllo", ">6.3", "   hél"},    {"héllo", "08", "héllo000"}};
  for (const auto &[value, spec, expected] : kCases)
    EXPECT_EQ(call(flow_format_str, value, spec), expected) << value << " with " << spec;
}

TEST(FormatSpec, Decimals) {
  EXPECT_EQ(call(flow_format_decimal, 1250, 2, ""), "12.50");
  EXPECT_EQ(call(flow_format_decimal, 1250, 2, ".1f"), "12.5");
  EXPECT_EQ(call(flow_format_decimal, 1250, 2, "f"), "12.500000");
  EXPECT_EQ(call(flow_format_decimal, -1250, 2, "010.2f"), "-000012.50");
  EXPECT_EQ(call(flow_format_decimal, 125, 2, ".1f"), "1.2") << "half to even";
  EXPECT_EQ(call(flow_format_decimal, 135, 2, ".1f"), "1.4");
  EXPECT_EQ(call(flow_format_decimal, 126, 2, ".1f"), "1.3");
  EXPECT_EQ(call(flow_format_decimal, 999, 2, ".0f"), "10");
  EXPECT_EQ(call(flow_format_decimal, 123456789, 2, ",.2f"), "1,234,567.89");
  EXPECT_EQ(call(flow_format_decimal, 755, 4, ".1%"), "7.6%");
  EXPECT_EQ(call(flow_format_decimal, 7, 0, ".1%"), "700.0%");
  EXPECT_EQ(call(flow_format_decimal, 1250, 2, ".2e"), "1.25e+01");
  EXPECT_EQ(call(flow_format_decimal, 1250, 2, "x"), "ParseError: `x` is no format of a decimal");
}

TEST(FormatSpec, WhatIsNoSpec) {
  for (const char *spec : {"z", "10.f", ".", "5d5", "1001", ".301f", "+-", "d ", ",,", "10,5"})
    EXPECT_EQ(call(flow_format_i64, 1, spec), "ParseError: `" + std::string(spec) + "` is no format spec")
        << spec;
  EXPECT_EQ(call(flow_format_i64, 1, ".2"),
            "ParseError: `.2` is no format of an integer: a precision needs the type f, e, g or %");
  EXPECT_EQ(call(flow_format_i64, 1, ",x"),
            "ParseError: `,x` is no format of an integer: `,` is for decimal digits");
  EXPECT_EQ(call(flow_format_f64, 1.0, "x"),
            "ParseError: `x` is no format of a float: d, x, X, b and o are for integers");
  for (const char *spec : {"d", ",", "+", "=10"})
    EXPECT_EQ(call(flow_format_str, "a", spec),
              "ParseError: `" + std::string(spec) + "` is no format of a text: it has a part for numbers");
}

} // namespace flow::test
