#include "runtime/time/Amounts.h"

#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

#include <limits>

namespace flow::test {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

TEST(Amounts, AreDividedToTheNearest) {
  EXPECT_EQ(call(flow_amount_divide, int64_t{7}, int64_t{2}), "4"); // half to even
  EXPECT_EQ(call(flow_amount_divide, int64_t{5}, int64_t{2}), "2");
  EXPECT_EQ(call(flow_amount_divide, int64_t{-7}, int64_t{2}), "-4");
  EXPECT_EQ(call(flow_amount_divide, int64_t{10}, int64_t{3}), "3");
  EXPECT_EQ(call(flow_amount_divide, int64_t{11}, int64_t{-3}), "-4");
  EXPECT_EQ(call(flow_amount_divide, kMost, int64_t{1}), std::to_string(kMost));
  EXPECT_EQ(call(flow_amount_divide, kLeast, int64_t{-1}), "Overflow: the amount does not fit 64 bits");
  EXPECT_EQ(call(flow_amount_divide, int64_t{1}, int64_t{0}), "DivisionByZero: an amount divided by zero");
}

TEST(Amounts, AreMultipliedByFloatsExactly) {
  EXPECT_EQ(call(flow_amount_multiply_float, int64_t{10}, 1.5), "15");
  EXPECT_EQ(call(flow_amount_multiply_float, int64_t{5}, 0.5), "2");
  EXPECT_EQ(call(flow_amount_multiply_float, kMost, 0.5), "4611686018427387904");
  EXPECT_EQ(call(flow_amount_multiply_float, kMost, 1.0), std::to_string(kMost));
  EXPECT_EQ(call(flow_amount_multiply_float, kLeast, 1.0), std::to_string(kLeast));
  EXPECT_EQ(call(flow_amount_multiply_float, kMost, 1e-300), "0");
  EXPECT_EQ(call(flow_amount_multiply_float, int64_t{3}, 1e300), "Overflow: the amount does not fit 64 bits");
  EXPECT_EQ(call(flow_amount_multiply_float, kMost, 2.0), "Overflow: the amount does not fit 64 bits");
  EXPECT_EQ(call(flow_amount_multiply_float, int64_t{0}, 1e300), "0");
}

TEST(Amounts, AreDividedByFloatsExactly) {
  EXPECT_EQ(call(flow_amount_divide_float, int64_t{15}, 1.5), "10");
  EXPECT_EQ(call(flow_amount_divide_float, int64_t{1}, 0.1), "10");
  EXPECT_EQ(call(flow_amount_divide_float, kMost, 1.0), std::to_string(kMost));
  EXPECT_EQ(call(flow_amount_divide_float, kMost, 1e300), "0");
  EXPECT_EQ(call(flow_amount_divide_float, int64_t{1}, 1e-300), "Overflow: the amount does not fit 64 bits");
  EXPECT_EQ(call(flow_amount_divide_float, int64_t{1}, 0.0), "DivisionByZero: an amount divided by zero");
  EXPECT_EQ(call(flow_amount_divide_float, int64_t{1}, std::numeric_limits<double>::infinity()), "0");
}

} // namespace flow::test
