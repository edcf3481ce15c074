#include "runtime/text/ValueFormat.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace flow::text {

namespace {

template <typename Function, typename... Arguments> std::string formatted(Function function, Arguments... arguments) {
  std::string out = ">";
  function(out, arguments...);
  return out.substr(1);
}
std::string real(double value) {
  return formatted([](std::string &out, double v) { appendFloat(out, v); }, value);
}
std::string narrow(float value) {
  return formatted([](std::string &out, float v) { appendFloat(out, v); }, value);
}

} // namespace

TEST(ValueFormat, FloatsHaveAPointOrAnExponent) {
  EXPECT_EQ(real(2), "2.0");
  EXPECT_EQ(real(-0.0), "-0.0");
  EXPECT_EQ(real(0.1), "0.1");
  EXPECT_EQ(real(1234.5), "1234.5");
  EXPECT_EQ(real(1e20), "1e+20");
  EXPECT_EQ(real(1.5e300), "1.5e+300");
  EXPECT_EQ(real(1e16), "1e+16");
  EXPECT_EQ(real(1e15), "1000000000000000.0");
  EXPECT_EQ(real(123456789012345680.0), "1.2345678901234568e+17");
  EXPECT_EQ(real(9999999999999998), "9999999999999998.0");
  EXPECT_EQ(real(0.0001), "0.0001");
  EXPECT_EQ(real(0.00001), "1e-05");
  EXPECT_EQ(real(0.00012345), "0.00012345");
  EXPECT_EQ(real(5e-324), "5e-324");
  EXPECT_EQ(real(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(real(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(real(std::nan("")), "nan");
  EXPECT_EQ(narrow(0.1f), "0.1");
  EXPECT_EQ(narrow(16777216.0f), "16777216.0");
}

TEST(ValueFormat, FloatsReadBack) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 100'000; ++round) {
    uint64_t bits = random();
    double value, back = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    if (round % 2) value = static_cast<double>(static_cast<int64_t>(bits % 2'000'000)) / 1000;
    std::string text = real(value);
    std::from_chars(text.data(), text.data() + text.size(), back);
    ASSERT_EQ(value, back) << text;
    ASSERT_NE(text.find_first_of(".e"), std::string::npos) << text;
  }
}

TEST(ValueFormat, FloatsAreTheShortestThatReadBack) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 200'000; ++round) {
    // Few digits behind the point, and neighbours of such numbers.
    double value = static_cast<double>(random() % 10'000'000'000) / std::pow(10, random() % 8);
    if (round % 3 == 0) value = std::nextafter(value, random() % 2 ? 0 : 1e300);
    char shortest[40];
    char *end = std::to_chars(shortest, shortest + sizeof shortest, value).ptr;
    std::string expected(shortest, end);
    if (expected.find('e') != std::string::npos || value >= 1e16) continue;
    if (expected.find('.') == std::string::npos) expected += ".0";
    ASSERT_EQ(real(value), expected);
  }
}

TEST(ValueFormat, Decimals) {
  EXPECT_EQ(formatted(appendDecimal, __int128(1250), 2u), "12.50");
  EXPECT_EQ(formatted(appendDecimal, __int128(-5), 2u), "-0.05");
  EXPECT_EQ(formatted(appendDecimal, __int128(0), 3u), "0.000");
  EXPECT_EQ(formatted(appendDecimal, __int128(42), 0u), "42");
  __int128 wide = __int128(10'000'000'000'000'000'000u) * 10'000'000'000'000'000'000u - 1; // 38 nines
  EXPECT_EQ(formatted(appendDecimal, -wide, 38u), "-0." + std::string(38, '9'));
  EXPECT_EQ(formatted(appendDecimal, wide, 0u), std::string(38, '9'));
  EXPECT_EQ(formatted(appendDecimal, __int128(10'000'000'000'000'000'000u) * 5 + 7, 2u), "500000000000000000.07");
}

TEST(ValueFormat, DatesAndTimestamps) {
  EXPECT_EQ(formatted(appendDate, 0), "1970-01-01");
  EXPECT_EQ(formatted(appendDate, 19753), "2024-01-31");
  EXPECT_EQ(formatted(appendDate, -719162), "0001-01-01");
  EXPECT_EQ(formatted(appendTimestamp, int64_t(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(formatted(appendTimestamp, int64_t(500'000)), "1970-01-01T00:00:00.5Z");
  EXPECT_EQ(formatted(appendTimestamp, int64_t(-1)), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(formatted(appendTimestamp, int64_t(1706695200) * 1'000'000), "2024-01-31T10:00:00Z");
}

TEST(ValueFormat, DurationsAndSizes) {
  EXPECT_EQ(formatted(appendDuration, int64_t(0)), "0s");
  EXPECT_EQ(formatted(appendDuration, int64_t(26 * 60 + 30) * 60'000'000'000), "1d2h30min");
  EXPECT_EQ(formatted(appendDuration, int64_t(-250'000'000)), "-250ms");
  EXPECT_EQ(formatted(appendDuration, int64_t(1'001'001'001)), "1s1ms1us1ns");
  EXPECT_EQ(formatted(appendDuration, INT64_MIN).substr(0, 8), "-106751d");
  EXPECT_EQ(formatted(appendSize, int64_t(0)), "0B");
  EXPECT_EQ(formatted(appendSize, int64_t(1500)), "1500B");
  EXPECT_EQ(formatted(appendSize, int64_t(4) << 30), "4GiB");
  EXPECT_EQ(formatted(appendSize, int64_t(1536)), "1536B");
  EXPECT_EQ(formatted(appendSize, int64_t(5) << 60), "5242880TiB");
}

TEST(ValueFormat, ValuesOfColumns) {
  uint8_t yes = 1;
  int8_t small = -3;
  abi::StringView text(std::string_view("bare \"text\""));
  EXPECT_EQ(formatted(appendValue, abi::ColumnType{abi::ColumnKind::Bool, 0, 0, false}, &yes), "true");
  EXPECT_EQ(formatted(appendValue, abi::ColumnType{abi::ColumnKind::I8, 0, 0, true}, &small), "-3");
  EXPECT_EQ(formatted(appendValue, abi::ColumnType{abi::ColumnKind::Str, 0, 0, false}, &text), "bare \"text\"");
}

} // namespace flow::text
