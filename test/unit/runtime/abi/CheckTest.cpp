#include "runtime/abi/Check.h"

#include <gtest/gtest.h>

#include <string>

namespace {

enum class Color : uint8_t { Red = 7 };

TEST(CheckDeathTest, PrintsPlaceConditionAndMessage) {
  std::string column = "delay";
  EXPECT_DEATH(FLOW_CHECK(1 + 1 == 3, "column ", column, " of ", 19),
               "CheckTest.cpp:[0-9]+: internal error: 1 \\+ 1 == 3: column delay of 19");
}

TEST(CheckDeathTest, ComparisonsPrintBothValues) {
  uint64_t large = UINT64_MAX;
  EXPECT_DEATH(FLOW_CHECK_EQ(large, -1), "large == -1 \\(18446744073709551615 against -1\\)");
  EXPECT_DEATH(FLOW_CHECK_LT(0.5, 0.25, "share"), "0.5 < 0.25 \\(0.5 against 0.25\\): share");
  EXPECT_DEATH(FLOW_CHECK_NE(Color::Red, Color::Red), "\\(7 against 7\\)");
  EXPECT_DEATH(FLOW_CHECK_EQ(std::string("a"), "b"), "\\(a against b\\)");
}

TEST(CheckDeathTest, UnreachableSaysSo) {
  EXPECT_DEATH(FLOW_UNREACHABLE("kind ", 3), "this place is never reached: kind 3");
}

TEST(Check, ComparesAcrossSignednessExactly) {
  FLOW_CHECK_LT(-1, uint64_t{0});
  FLOW_CHECK_GE(uint64_t{0}, -1);
  FLOW_CHECK_NE(uint32_t{UINT32_MAX}, -1);
  FLOW_CHECK_LE(static_cast<__int128>(1) << 100, static_cast<__int128>(1) << 101);
}

TEST(Check, EvaluatesItsArgumentsOnce) {
  int calls = 0;
  FLOW_CHECK_EQ(++calls, 1);
  FLOW_CHECK(++calls == 2);
  EXPECT_EQ(calls, 2);
}

} // namespace
