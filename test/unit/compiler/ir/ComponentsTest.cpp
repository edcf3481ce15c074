#include "compiler/ir/Components.h"

#include <gtest/gtest.h>

namespace flow::ir {

TEST(Components, NumbersGoUpAgainstTheEdges) {
  // 0 -> 1 <-> 2 -> 3, 4 alone with itself
  Components found = findComponents({{1}, {2}, {1, 3}, {}, {4}});
  EXPECT_EQ(found.of[1], found.of[2]);
  EXPECT_GT(found.of[0], found.of[1]);
  EXPECT_GT(found.of[2], found.of[3]);
  EXPECT_EQ(found.sizes[found.of[1]], 2u);
  EXPECT_EQ(found.sizes[found.of[4]], 1u);
}

TEST(Components, LongWaysTakeNoStack) {
  std::vector<std::vector<uint32_t>> successors(1'000'000);
  for (uint32_t i = 0; i + 1 < successors.size(); ++i) successors[i].push_back(i + 1);
  EXPECT_EQ(findComponents(successors).sizes.size(), successors.size());
}

} // namespace flow::ir
