#include "runtime/numeric/Decimal.h"

#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flow::test {

namespace {

__int128 tenTo(int exponent) {
  __int128 power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}
const __int128 kLargest = tenTo(38) - 1;

} // namespace

/// Of a function that gives its result through the pointer alone.
static std::string through(void (*function)(__int128 *, const __int128 *, int64_t) noexcept, __int128 x,
                           int64_t places) {
  __int128 result = 0;
  function(&result, &x, places);
  return shown(result);
}

TEST(Decimal, Rounding) {
  // Halves go to the even neighbour, on both sides of zero, in 64 bits and in 128.
  for (__int128 far : {__int128{0}, tenTo(30)})
    for (int sign : {1, -1}) {
      auto rounded = [&](int digits) { return call(flow_decimal_round, sign * (far + digits), 1, 1); };
      auto expected = [&](int digits) { return shown(sign * (far / 10 + digits)); };
      EXPECT_EQ(rounded(14), expected(1));
      EXPECT_EQ(rounded(15), expected(2));
      EXPECT_EQ(rounded(25), expected(2));
      EXPECT_EQ(rounded(26), expected(3));
      EXPECT_EQ(rounded(0), expected(0));
    }
  EXPECT_EQ(call(flow_decimal_round, 125150, 2, 4), "1300"); // 1251.50 to hundreds, as a whole number
  EXPECT_EQ(call(flow_decimal_round, kLargest, 0, 39), "0");
  EXPECT_EQ(call(flow_decimal_round, kLargest, 1, 1), shown(tenTo(37)));
  EXPECT_EQ(call(flow_decimal_round, kLargest, 0, 1).substr(0, 9), "Overflow:");
  EXPECT_EQ(through(flow_decimal_floor, -101, 2), "-2");
  EXPECT_EQ(through(flow_decimal_floor, 199, 2), "1");
  EXPECT_EQ(through(flow_decimal_ceil, -199, 2), "-1");
  EXPECT_EQ(through(flow_decimal_ceil, kLargest, 38), "1");
  EXPECT_EQ(through(flow_decimal_trunc, -199, 2), "-1");
  EXPECT_EQ(through(flow_decimal_trunc, tenTo(30) + 7, 1), shown(tenTo(29)));
}

TEST(Decimal, Floats) {
  EXPECT_EQ(call(flow_decimal_to_f64, tenTo(37), 37), "1.0");
  EXPECT_EQ(call(flow_decimal_to_f64, 1, 38), "1e-38");
  EXPECT_EQ(call(flow_decimal_to_f64, -kLargest, 0), "-1e+38");
  EXPECT_EQ(call(flow_decimal_from_f64, 0.1, 10, 2), "10");
  EXPECT_EQ(call(flow_decimal_from_f64, -1e20, 38, 2), "-10000000000000000000000");
  EXPECT_EQ(call(flow_decimal_from_f64, 1e-7, 10, 7), "1");
  EXPECT_EQ(call(flow_decimal_from_f64, 12.345, 10, 2),
            "ConversionError: 12.345 does not fit decimal[10,2] without rounding");
  EXPECT_EQ(call(flow_decimal_from_f64, 1234.0, 5, 2), "ConversionError: 1234.0 does not fit decimal[5,2]");
  EXPECT_EQ(call(flow_decimal_from_f64, std::nan(""), 5, 2),
            "ConversionError: nan does not fit decimal[5,2]");
  EXPECT_EQ(call(flow_decimal_from_f64, 1e300, 38, 0), "ConversionError: 1e+300 does not fit decimal[38,0]");
}

} // namespace flow::test
