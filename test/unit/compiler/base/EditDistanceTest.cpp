#include "compiler/base/EditDistance.h"

#include <gtest/gtest.h>

namespace flow {

TEST(EditDistance, CountsEdits) {
  EXPECT_EQ(editDistance("", "", 5), 0u);
  EXPECT_EQ(editDistance("", "abc", 5), 3u);
  EXPECT_EQ(editDistance("carrier", "carier", 5), 1u);
  EXPECT_EQ(editDistance("kitten", "sitting", 5), 3u);
}

TEST(EditDistance, ASwapIsOneEdit) { EXPECT_EQ(editDistance("fitler", "filter", 5), 1u); }

TEST(EditDistance, StopsAtTheLimit) {
  EXPECT_EQ(editDistance("kitten", "sitting", 2), 3u);
  EXPECT_EQ(editDistance("a", "abcdefgh", 2), 3u);
}

static std::optional<std::string_view> closest(std::string_view written,
                                               std::vector<std::string_view> names) {
  return closestName(written, names);
}

TEST(ClosestName, FindsTheNearest) {
  EXPECT_EQ(closest("dep_dely", {"arr_delay", "dep_delay", "dep_time"}), "dep_delay");
}

TEST(ClosestName, TheFirstOfEquallyCloseOnesWins) { EXPECT_EQ(closest("colx", {"cola", "colb"}), "cola"); }

TEST(ClosestName, CaseAloneIsAlwaysClose) { EXPECT_EQ(closest("ID", {"x", "id"}), "id"); }

TEST(ClosestName, NothingWhenAllAreFar) {
  EXPECT_EQ(closest("carrier", {"weather", "x"}), std::nullopt);
  EXPECT_EQ(closest("x", {"y", "z"}), std::nullopt);
  EXPECT_EQ(closest("carrier", {}), std::nullopt);
}

TEST(ClosestName, NeverTheNameItself) { EXPECT_EQ(closest("total", {"total"}), std::nullopt); }

} // namespace flow
