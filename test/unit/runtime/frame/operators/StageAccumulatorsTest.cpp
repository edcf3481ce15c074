// Lanes of accumulations, and what they make together.

#include "runtime/frame/operators/aggregate/StageAccumulators.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace flow::frame {

using abi::Accumulation;
using abi::AccumulatorKind;

TEST(AccumulatorLayout, LanesMakeOneRow) {
  const std::vector<Accumulation> accumulations{{AccumulatorKind::Count, {}, {}},
                                                {AccumulatorKind::WideSum, 0, {}},
                                                {AccumulatorKind::Least, 0, {}},
                                                {AccumulatorKind::FloatSum, 1, {}}};
  const AccumulatorLayout layout(accumulations);
  ASSERT_EQ(layout.words(), 5u);
  EXPECT_EQ(layout.firstWord(2), 3u);
  EXPECT_EQ(layout.none()[3], INT64_MAX);
  // Four lanes by group, words side by side.
  std::vector<int64_t> lanes;
  for (int64_t lane = 0; lane < 4; ++lane) {
    const auto real = std::bit_cast<int64_t>(0.5 * static_cast<double>(lane));
    for (int64_t word : {lane, 10 * lane, 100 * lane, 7 - lane, real}) lanes.push_back(word);
  }
  std::vector<int64_t> row(5);
  layout.merge({lanes.data(), 1, 5, 4}, row.data());
  EXPECT_EQ(row, (std::vector<int64_t>{6, 60, 600, 4, std::bit_cast<int64_t>(3.0)}));
}

TEST(StageAccumulators, BeginsWithNothing) {
  const std::vector<Accumulation> accumulations{{AccumulatorKind::Greatest, 0, {}}, {AccumulatorKind::Count, {}, {}}};
  StageAccumulators accumulators(accumulations);
  accumulators.begin();
  EXPECT_EQ(accumulators.row(), (std::vector<int64_t>{INT64_MIN, 0}));
  auto *lanes = static_cast<int64_t *>(accumulators.memory());
  accumulators.save();
  lanes[3] = 42;
  lanes[abi::kLanes + 3] = 1;
  EXPECT_EQ(accumulators.row(), (std::vector<int64_t>{42, 1}));
  accumulators.restore();
  EXPECT_EQ(accumulators.row(), (std::vector<int64_t>{INT64_MIN, 0}));
}

TEST(OrderedNumbers, OfFloatsAndUnsigned) {
  EXPECT_EQ(valueOfOrdered<uint64_t>(INT64_MAX), UINT64_MAX);
  EXPECT_EQ(valueOfOrdered<int8_t>(-5), -5);
  EXPECT_EQ(valueOfOrdered<double>(std::bit_cast<int64_t>(2.5)), 2.5);
  const auto minus = std::bit_cast<uint64_t>(-2.5);
  EXPECT_EQ(valueOfOrdered<double>(static_cast<int64_t>(minus ^ (UINT64_MAX >> 1))), -2.5);
  EXPECT_TRUE(std::signbit(valueOfOrdered<double>(-1))); // the number below that of 0.0
  EXPECT_EQ(valueOfOrdered<float>(std::bit_cast<int64_t>(0.25)), 0.25f);
}

} // namespace flow::frame
