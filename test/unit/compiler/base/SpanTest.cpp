#include "compiler/base/Span.h"

#include <gtest/gtest.h>

namespace flow {

TEST(Span, MergeCoversBothInAnyOrder) {
  Span a{1, 4, 6}, b{1, 10, 12};
  EXPECT_EQ(merge(a, b), (Span{1, 4, 12}));
  EXPECT_EQ(merge(b, a), (Span{1, 4, 12}));
}

TEST(Span, MergeIgnoresASpanWithoutPlace) {
  Span a{1, 4, 6};
  EXPECT_EQ(merge(a, Span{}), a);
  EXPECT_EQ(merge(Span{}, a), a);
  EXPECT_FALSE(merge(Span{}, Span{}).valid());
}

TEST(Span, MergeAcrossFilesKeepsTheFirst) { EXPECT_EQ(merge(Span{1, 4, 6}, Span{2, 0, 9}), (Span{1, 4, 6})); }

TEST(Span, ContainsItsBytesOnly) {
  Span a{1, 4, 6};
  EXPECT_FALSE(a.contains(3));
  EXPECT_TRUE(a.contains(4));
  EXPECT_TRUE(a.contains(5));
  EXPECT_FALSE(a.contains(6));
}

} // namespace flow
