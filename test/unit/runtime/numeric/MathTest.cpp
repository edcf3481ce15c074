#include "runtime/numeric/FloatMath.h"
#include "runtime/numeric/IntegerMath.h"
#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flow::test {

constexpr int64_t kLargest = INT64_MAX, kSmallest = INT64_MIN;
const double kNan = std::nan(""), kInfinite = INFINITY;

TEST(IntegerMath, AbsoluteValuesAndBounds) {
  EXPECT_EQ(call(flow_i64_abs, -5), "5");
  EXPECT_EQ(call(flow_i64_abs, kLargest), "9223372036854775807");
  EXPECT_EQ(call(flow_i64_abs, kSmallest), "Overflow: the absolute value of i64.min does not fit i64");
  EXPECT_EQ(call(flow_i64_clamp, 12, 0, 10), "10");
  EXPECT_EQ(call(flow_i64_clamp, -12, 0, 10), "0");
  EXPECT_EQ(call(flow_i64_clamp, 5, 0, 10), "5");
  EXPECT_EQ(call(flow_i64_clamp, 5, 1, 0), "Failure: clamp: the low bound 1 is above the high one 0");
}

TEST(IntegerMath, Powers) {
  EXPECT_EQ(call(flow_i64_pow, 2, 10), "1024");
  EXPECT_EQ(call(flow_i64_pow, 2, 62), "4611686018427387904");
  EXPECT_EQ(call(flow_i64_pow, -2, 63), "-9223372036854775808");
  EXPECT_EQ(call(flow_i64_pow, 2, 63), "Overflow: integer overflow: 2 ** 63 does not fit i64");
  EXPECT_EQ(call(flow_i64_pow, 0, 0), "1");
  EXPECT_EQ(call(flow_i64_pow, 7, 0), "1");
  EXPECT_EQ(call(flow_i64_pow, -1, kLargest), "-1");
  EXPECT_EQ(call(flow_i64_pow, 1, kLargest), "1");
  EXPECT_EQ(call(flow_i64_pow, 3, 39), "4052555153018976267");
  EXPECT_EQ(call(flow_i64_pow, 3037000500, 2), "Overflow: integer overflow: 3037000500 ** 2 does not fit i64");
  EXPECT_EQ(call(flow_i64_pow, 2, -1),
            "Failure: an integer to the negative power -1 is no integer; use floats");
}

TEST(IntegerMath, Divisors) {
  EXPECT_EQ(call(flow_math_gcd, 12, -18), "6");
  EXPECT_EQ(call(flow_math_gcd, 0, 0), "0");
  EXPECT_EQ(call(flow_math_gcd, kSmallest, 0), "Overflow: the greatest common divisor does not fit i64");
  EXPECT_EQ(call(flow_math_lcm, 4, 6), "12");
  EXPECT_EQ(call(flow_math_lcm, 0, 6), "0");
  EXPECT_EQ(call(flow_math_lcm, kLargest, 2), "Overflow: the least common multiple does not fit i64");
}

TEST(IntegerMath, Counting) {
  EXPECT_EQ(call(flow_math_factorial, 0), "1");
  EXPECT_EQ(call(flow_math_factorial, 20), "2432902008176640000");
  EXPECT_EQ(call(flow_math_factorial, 21), "Overflow: the factorial of 21 does not fit i64");
  EXPECT_EQ(call(flow_math_factorial, -1), "Failure: factorial is not defined for negative numbers (-1)");
  EXPECT_EQ(call(flow_math_comb, 5, 2), "10");
  EXPECT_EQ(call(flow_math_comb, 66, 33), "7219428434016265740");
  EXPECT_EQ(call(flow_math_comb, 68, 34), "Overflow: the number of combinations does not fit i64");
  EXPECT_EQ(call(flow_math_comb, 2, 5), "0");
  EXPECT_EQ(call(flow_math_perm, 5, 2), "20");
  EXPECT_EQ(call(flow_math_perm, 100, 50), "Overflow: the number of permutations does not fit i64");
  EXPECT_EQ(call(flow_math_isqrt, 17), "4");
  EXPECT_EQ(call(flow_math_isqrt, kLargest), "3037000499");
  EXPECT_EQ(call(flow_math_isqrt, 1000000000000000000), "1000000000");
  EXPECT_EQ(call(flow_math_isqrt, -1), "Failure: isqrt is not defined for negative numbers (-1)");
}

TEST(FloatMath, RoundsTheExactValue) {
  for (auto [x, digits, expected] : {std::tuple{2.675, 2, "2.67"},
                                     {0.5, 0, "0.0"},
                                     {1.5, 0, "2.0"},
                                     {2.5, 0, "2.0"},
                                     {-2.5, 0, "-2.0"},
                                     {0.125, 2, "0.12"},
                                     {0.375, 2, "0.38"},
                                     {1e300, 2, "1e+300"},
                                     {1250.0, -2, "1200.0"},
                                     {1350.0, -2, "1400.0"},
                                     {-1251.0, -2, "-1300.0"},
                                     {1249.9, -2, "1200.0"},
                                     {5.0, -400, "0.0"},
                                     {-0.001, 2, "-0.0"},
                                     {1.0 / 3, 400, "0.3333333333333333"},
                                     {123456.789, 1, "123456.8"},
                                     {5e-324, 323, "0.0"},
                                     {15.0, -1, "20.0"},
                                     {25.0, -1, "20.0"}})
    EXPECT_EQ(call(flow_f64_round_digits, x, digits), expected) << x << " to " << digits;
  EXPECT_EQ(call(flow_f64_round_digits, kNan, 2), "nan");
  EXPECT_EQ(call(flow_f64_round_digits, -kInfinite, -2), "-inf");
}

TEST(FloatMath, Bounds) {
  EXPECT_EQ(call(flow_f64_clamp, 1.5, 0.0, 1.0), "1.0");
  EXPECT_EQ(call(flow_f64_clamp, kNan, 0.0, 1.0), "nan");
  EXPECT_EQ(call(flow_f64_clamp, 1.0, 2.0, 1.0),
            "Failure: clamp: the low bound 2.0 is not below the high one 1.0");
  EXPECT_EQ(call(flow_f64_clamp, 1.0, kNan, 1.0),
            "Failure: clamp: the low bound nan is not below the high one 1.0");
}

TEST(FloatMath, Functions) {
  EXPECT_EQ(call(flow_math_log_base, 8.0, 2.0), "3.0");
  EXPECT_EQ(call(flow_math_log_base, 1000.0, 10.0), "3.0");
  EXPECT_EQ(call(flow_math_log_base, 9.0, 3.0), "2.0");
  EXPECT_EQ(call(flow_math_cbrt, 27.0), "3.0");
  EXPECT_EQ(call(flow_math_hypot, 3.0, 4.0), "5.0");
  EXPECT_EQ(call(flow_math_fmod, -7.0, 2.0), "-1.0");
  EXPECT_EQ(call(flow_math_remainder, 5.0, 3.0), "-1.0");
  EXPECT_EQ(call(flow_math_remainder, 5.0, 2.0), "1.0");
  EXPECT_EQ(call(flow_math_ldexp, 0.75, int64_t{2}), "3.0");
  EXPECT_EQ(call(flow_math_ldexp, 1.0, int64_t{1} << 40), "inf");
  EXPECT_EQ(call(flow_math_ldexp, 1.0, int64_t{-1} << 40), "0.0");
  EXPECT_EQ(call(flow_math_nextafter, 1.0, 2.0), "1.0000000000000002");
  EXPECT_EQ(call(flow_math_ulp, -1.0), "2.220446049250313e-16");
  EXPECT_EQ(call(flow_math_atan2, 1.0, 1.0), "0.7853981633974483");
  EXPECT_EQ(call(flow_math_degrees, 3.141592653589793), "180.0");
  EXPECT_EQ(call(flow_math_radians, 180.0), "3.141592653589793");
  EXPECT_EQ(call(flow_math_gamma, 5.0), "24.0");
  EXPECT_EQ(call(flow_math_lgamma, 1.0), "0.0");
  EXPECT_EQ(call(flow_math_erf, 0.0), "0.0");
  EXPECT_EQ(call(flow_math_erfc, 0.0), "1.0");
  EXPECT_EQ(call(flow_math_asin, 2.0), "nan");
  for (auto function : {flow_math_expm1, flow_math_log1p, flow_math_tan, flow_math_asin, flow_math_atan,
                        flow_math_sinh, flow_math_tanh, flow_math_asinh, flow_math_atanh})
    EXPECT_EQ(call(function, 0.0), "0.0");
  EXPECT_EQ(call(flow_math_acos, 1.0), "0.0");
  EXPECT_EQ(call(flow_math_cosh, 0.0), "1.0");
  EXPECT_EQ(call(flow_math_acosh, 1.0), "0.0");
}

} // namespace flow::test
