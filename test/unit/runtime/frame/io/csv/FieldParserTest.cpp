#include "runtime/frame/io/csv/FieldParser.h"

#include "runtime/abi/leaf/CivilDate.h"
#include "runtime/frame/io/csv/ShortDigits.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <random>

namespace flow::frame {

namespace {

constexpr int64_t kSecond = calendar::kMicrosPerSecond;

template <typename T> std::string outcome(Parsed parsed, T value) {
  switch (parsed) {
  case Parsed::Value: return std::to_string(value);
  case Parsed::NotOne: return "not one";
  case Parsed::OutOfRange: return "out of range";
  case Parsed::TooFine: return "too fine";
  }
  return {};
}

std::string integer(std::string_view text) {
  int64_t value = 0;
  Parsed parsed = parseInteger(text, value);
  return outcome(parsed, value);
}
std::string decimal(std::string_view text, uint32_t precision, uint32_t scale) {
  __int128 value = 0;
  Parsed parsed = parseDecimal(text, precision, scale, value);
  return outcome(parsed, static_cast<int64_t>(value));
}
std::string timestamp(std::string_view text) {
  int64_t value = 0;
  Parsed parsed = parseTimestamp(text, value);
  return outcome(parsed, value);
}
std::string duration(std::string_view text) {
  int64_t value = 0;
  Parsed parsed = parseDuration(text, value);
  return outcome(parsed, value);
}
std::string size(std::string_view text) {
  int64_t value = 0;
  Parsed parsed = parseSize(text, value);
  return outcome(parsed, value);
}

} // namespace

TEST(ShortDigits, AgreeWithTheLongWay) {
  std::mt19937 random(11);
  const std::string alphabet = "0123456789.0123456789-a";
  for (int round = 0; round < 200'000; ++round) {
    std::string text;
    uint32_t length = 1 + random() % 8;
    for (uint32_t index = 0; index < length; ++index) text += alphabet[random() % alphabet.size()];
    std::string padded = text + "12345678";
    uint64_t value = 0, expected = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), expected);
    bool isInteger = end == text.data() + text.size();
    ASSERT_EQ(parseShortInteger(padded.data(), length, value), isInteger) << text;
    if (isInteger) ASSERT_EQ(value, expected) << text;

    uint32_t fraction = 0;
    size_t point = text.find('.');
    std::string digits = point == std::string::npos ? text : text.substr(0, point) + text.substr(point + 1);
    bool isDecimal = !digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos;
    ASSERT_EQ(parseShortDecimal(padded.data(), length, value, fraction), isDecimal) << text;
    if (!isDecimal) continue;
    ASSERT_EQ(value, std::stoull(digits)) << text;
    ASSERT_EQ(fraction, point == std::string::npos ? 0 : text.size() - point - 1) << text;
  }
}

TEST(FieldParser, Integers) {
  EXPECT_EQ(integer("0"), "0");
  EXPECT_EQ(integer("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(integer("9223372036854775808"), "out of range");
  EXPECT_EQ(integer("99999999999999999999999"), "out of range");
  EXPECT_EQ(integer(" +7 "), "7");
  EXPECT_EQ(integer("007"), "7");
  for (const char *text : {"", "-", "+-5", "1.0", "1e3", "0x1", "1 2", "--1"})
    EXPECT_EQ(integer(text), "not one") << text;
  uint64_t value = 0;
  EXPECT_EQ(parseUnsigned("18446744073709551615", value), Parsed::Value);
  EXPECT_EQ(value, UINT64_MAX);
  EXPECT_EQ(parseUnsigned("18446744073709551616", value), Parsed::OutOfRange);
  EXPECT_EQ(parseUnsigned("-1", value), Parsed::OutOfRange);
}

TEST(FieldParser, DoublesAreTheNearest) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 100'000; ++round) {
    uint64_t bits = random();
    double expected;
    std::memcpy(&expected, &bits, sizeof expected);
    if (!std::isfinite(expected)) continue;
    char text[64];
    int precision = static_cast<int>(random() % 20);
    std::snprintf(text, sizeof text, "%.*g", precision, expected);
    expected = std::strtod(text, nullptr);
    if (!std::isfinite(expected)) continue;
    double value = 1;
    ASSERT_EQ(parseDouble(text, value), Parsed::Value) << text;
    ASSERT_EQ(value, expected) << text;
  }
  for (int round = 0; round < 100'000; ++round) {
    std::string text =
        std::to_string(random() % 1'000'000) + "." + std::to_string(random() % 100'000'000'000);
    double value = 0;
    ASSERT_EQ(parseDouble(text, value), Parsed::Value);
    ASSERT_EQ(value, std::strtod(text.c_str(), nullptr)) << text;
  }
}

TEST(FieldParser, DoublesAtTheEdge) {
  double value = 0;
  EXPECT_EQ(parseDouble("-0", value), Parsed::Value);
  EXPECT_TRUE(std::signbit(value));
  EXPECT_EQ(parseDouble("1e400", value), Parsed::OutOfRange);
  EXPECT_EQ(parseDouble("-1e-400", value), Parsed::Value);
  EXPECT_EQ(value, 0.0);
  EXPECT_EQ(parseDouble("4.9e-324", value), Parsed::Value);
  EXPECT_GT(value, 0.0);
  EXPECT_EQ(parseDouble("-inf", value), Parsed::Value);
  EXPECT_EQ(value, -HUGE_VAL);
  EXPECT_EQ(parseDouble("nan", value), Parsed::Value);
  EXPECT_TRUE(std::isnan(value));
  EXPECT_EQ(parseDouble("9007199254740993", value), Parsed::Value);
  EXPECT_EQ(value, 9007199254740992.0);
  for (const char *text : {"", ".", "-", "1e", "1e+", "e5", "1.2.3", "1,5", "infinity", "NaN", "0x10", "1 2"})
    EXPECT_EQ(parseDouble(text, value), Parsed::NotOne) << text;
  float narrow = 0;
  EXPECT_EQ(parseFloat("16777217.000001", narrow),
            Parsed::Value); // rounding to f64 first would give 16777216
  EXPECT_EQ(narrow, 16777218.0f);
  EXPECT_EQ(parseFloat("1e39", narrow), Parsed::OutOfRange);
}

TEST(FieldParser, DecimalsAreExact) {
  EXPECT_EQ(decimal("12.5", 5, 2), "1250");
  EXPECT_EQ(decimal("-0.05", 5, 2), "-5");
  EXPECT_EQ(decimal("7", 3, 2), "700");
  EXPECT_EQ(decimal("12.500", 5, 2), "1250");
  EXPECT_EQ(decimal("12.505", 5, 2), "too fine");
  EXPECT_EQ(decimal("1234.5", 5, 2), "out of range");
  EXPECT_EQ(decimal("0001.5", 2, 1), "15");
  for (const char *text : {"", ".", "1e2", "1.2.3", "-"}) EXPECT_EQ(decimal(text, 5, 2), "not one") << text;
  __int128 wide = 0;
  EXPECT_EQ(parseDecimal("99999999999999999999999999999999999999", 38, 0, wide), Parsed::Value);
  EXPECT_EQ(static_cast<int64_t>(wide % 1'000'000'000'000), 999'999'999'999);
}

TEST(FieldParser, DatesExist) {
  int32_t days = 0;
  EXPECT_EQ(parseDate("1970-01-01", days), Parsed::Value);
  EXPECT_EQ(days, 0);
  EXPECT_EQ(parseDate("2024-02-29", days), Parsed::Value);
  EXPECT_EQ(days, 19782);
  EXPECT_EQ(parseDate("0001-01-01", days), Parsed::Value);
  EXPECT_EQ(days, -719162);
  for (const char *text : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-01-32", "24-01-01",
                           "2024/01/01", "2024-01-01x", "2024-01-0a"})
    EXPECT_EQ(parseDate(text, days), Parsed::NotOne) << text;
  for (int32_t day = -800'000; day < 3'000'000; day += 97) {
    calendar::CivilDate date = calendar::civilFromDays(day);
    ASSERT_EQ(calendar::daysFromCivil(date.year, date.month, date.day), day);
    ASSERT_LE(date.day, calendar::daysInMonth(date.year, date.month));
  }
}

TEST(FieldParser, Timestamps) {
  EXPECT_EQ(timestamp("1970-01-01T00:00:01Z"), std::to_string(kSecond));
  EXPECT_EQ(timestamp("1970-01-01 00:01"), std::to_string(60 * kSecond));
  EXPECT_EQ(timestamp("1970-01-02"), std::to_string(calendar::kMicrosPerDay));
  EXPECT_EQ(timestamp("1970-01-01T00:00:00.5"), "500000");
  EXPECT_EQ(timestamp("1970-01-01T00:00:00.123456000Z"), "123456");
  EXPECT_EQ(timestamp("1970-01-01T00:00:00.1234567Z"), "too fine");
  EXPECT_EQ(timestamp("1970-01-01T02:00:00+02:00"), "0");
  EXPECT_EQ(timestamp("1969-12-31T23:30:00-0030"), "0");
  EXPECT_EQ(timestamp("1970-01-01T01:00+01"), "0");
  for (const char *text :
       {"1970-01-01T", "1970-01-01T1:00", "1970-01-01T24:00", "1970-01-01T00:60", "1970-01-01T00:00:60",
        "1970-01-01T00:00:00.", "1970-01-01T00:00:00Zx", "1970-01-01x00:00", "1970-01-01T00:00+24:00"})
    EXPECT_EQ(timestamp(text), "not one") << text;
}

TEST(FieldParser, DurationsAndSizes) {
  EXPECT_EQ(duration("1d2h30min"), std::to_string((26 * 60 + 30) * 60'000'000'000));
  EXPECT_EQ(duration("-250ms"), "-250000000");
  EXPECT_EQ(duration("1.5s"), "1500000000");
  EXPECT_EQ(duration("0.5ns"), "too fine");
  EXPECT_EQ(duration("200000d"), "out of range");
  for (const char *text : {"", "5", "h", "5x", "1h2"}) EXPECT_EQ(duration(text), "not one") << text;
  EXPECT_EQ(size("4GiB"), std::to_string(int64_t(4) << 30));
  EXPECT_EQ(size("1.5KiB"), "1536");
  EXPECT_EQ(size("1500"), "1500");
  EXPECT_EQ(size("2MB"), "2000000");
  for (const char *text : {"", "B", "5x", "1KiB2B"}) EXPECT_EQ(size(text), "not one") << text;
}

TEST(FieldParser, Utf8) {
  EXPECT_TRUE(isUtf8("plain"));
  EXPECT_TRUE(isUtf8("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
  for (const char *text :
       {"\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\x80", "\xE2\x82"})
    EXPECT_FALSE(isUtf8(text));
}

TEST(FieldParser, ReasonsNameTheType) {
  EXPECT_EQ(misfitReason(Parsed::NotOne, {abi::ColumnKind::I64, 0, 0, true}), "is not an i64");
  EXPECT_EQ(misfitReason(Parsed::NotOne, {abi::ColumnKind::U8, 0, 0, false}), "is not a u8");
  EXPECT_EQ(misfitReason(Parsed::OutOfRange, {abi::ColumnKind::I8, 0, 0, false}), "does not fit i8");
  EXPECT_EQ(misfitReason(Parsed::TooFine, {abi::ColumnKind::Decimal64, 5, 2, false}),
            "has more digits after the point than decimal[5,2] keeps");
}

} // namespace flow::frame
