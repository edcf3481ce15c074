#include "runtime/abi/ColumnType.h"

#include <gtest/gtest.h>

namespace flow::abi {

TEST(ColumnType, TextIsWhatFlowWrites) {
  EXPECT_EQ(typeText({ColumnKind::I64, 0, 0, false}), "i64");
  EXPECT_EQ(typeText({ColumnKind::Str, 0, 0, true}), "str?");
  EXPECT_EQ(typeText({ColumnKind::Decimal64, 12, 2, false}), "decimal[12,2]");
  EXPECT_EQ(typeText({ColumnKind::Decimal128, 38, 0, true}), "decimal[38,0]?");
  EXPECT_EQ(typeText({ColumnKind::Timestamp, 0, 0, false}), "timestamp");
}

TEST(ColumnType, WidthsFollowTheKind) {
  EXPECT_EQ(bytesOf(ColumnKind::Bool), 1u);
  EXPECT_EQ(bytesOf(ColumnKind::Date), 4u);
  EXPECT_EQ(bytesOf(ColumnKind::Str), 16u);
  EXPECT_TRUE(isStringLike(ColumnKind::Path));
  EXPECT_FALSE(isStringLike(ColumnKind::Date));
}

} // namespace flow::abi
