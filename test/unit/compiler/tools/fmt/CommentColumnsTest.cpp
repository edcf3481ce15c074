#include "compiler/tools/fmt/CommentColumns.h"

#include <gtest/gtest.h>

namespace flow::fmt {

TEST(CommentColumns, neighboursAreAligned) {
  EXPECT_EQ(alignComments("a// 1\nbcd// 2\n", {{1, 0, 1, 0}, {9, 1, 3, 0}}), "a     // 1\nbcd   // 2\n");
}

TEST(CommentColumns, linesApartAreNot) {
  EXPECT_EQ(alignComments("a// 1\n\nbcd// 2\n", {{1, 0, 1, 0}, {10, 2, 3, 0}}), "a   // 1\n\nbcd   // 2\n");
}

TEST(CommentColumns, norAreLinesOfOtherIndentOrLength) {
  EXPECT_EQ(alignComments("a// 1\n b// 2\n", {{1, 0, 1, 0}, {8, 1, 2, 1}}), "a   // 1\n b   // 2\n");
  std::string wide(60, 'x');
  EXPECT_EQ(alignComments("a// 1\n" + wide + "// 2\n", {{1, 0, 1, 0}, {66, 1, 60, 0}}),
            "a   // 1\n" + wide + "   // 2\n");
}

} // namespace flow::fmt
