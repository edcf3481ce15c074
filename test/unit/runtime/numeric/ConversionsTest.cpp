#include "runtime/numeric/Conversions.h"

#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flow::test {

TEST(Conversions, FloatsToIntegers) {
  EXPECT_EQ(call(flow_i64_from_f64, 2.0), "2");
  EXPECT_EQ(call(flow_i64_from_f64, -0x1p63), "-9223372036854775808");
  EXPECT_EQ(call(flow_i64_from_f64, 2.5), "ConversionError: 2.5 is not a whole number");
  EXPECT_EQ(call(flow_i64_from_f64, 0x1p63), "ConversionError: 9.223372036854776e+18 does not fit i64");
  EXPECT_EQ(call(flow_i64_from_f64, std::nan("")), "ConversionError: nan does not fit i64");
  EXPECT_EQ(call(flow_i64_from_f64, INFINITY), "ConversionError: inf does not fit i64");
  EXPECT_EQ(call(flow_u64_from_f64, 0x1p63), "9223372036854775808");
  EXPECT_EQ(call(flow_u64_from_f64, -1.0), "ConversionError: -1.0 does not fit u64");
}

TEST(Conversions, Narrowing) {
  EXPECT_EQ(call(flow_i64_narrow, 127, 8, 1), "127");
  EXPECT_EQ(call(flow_i64_narrow, -128, 8, 1), "-128");
  EXPECT_EQ(call(flow_i64_narrow, 300, 8, 1), "ConversionError: 300 does not fit i8");
  EXPECT_EQ(call(flow_i64_narrow, 255, 8, 0), "255");
  EXPECT_EQ(call(flow_i64_narrow, -1, 64, 0), "ConversionError: -1 does not fit u64");
  EXPECT_EQ(call(flow_u64_narrow, UINT64_MAX, 64, 1),
            "ConversionError: 18446744073709551615 does not fit i64");
  EXPECT_EQ(call(flow_u64_narrow, 4294967295u, 32, 0), "4294967295");
  EXPECT_EQ(call(flow_i64_narrow, INT64_MIN, 32, 1),
            "ConversionError: -9223372036854775808 does not fit i32");
}

TEST(Conversions, Bools) {
  EXPECT_EQ(call(flow_bool_from_i64, 1), "true");
  EXPECT_EQ(call(flow_bool_from_i64, 0), "false");
  EXPECT_EQ(call(flow_bool_from_i64, 2), "ConversionError: 2 is not a bool: only 0 and 1 are");
}

} // namespace flow::test
