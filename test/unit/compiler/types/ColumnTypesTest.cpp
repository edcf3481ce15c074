#include "compiler/types/ColumnTypes.h"

#include <gtest/gtest.h>

namespace flow::types {

TEST(ColumnTypes, EveryColumnKindComesBack) {
  TypeContext context;
#define FLOW_COLUMN_KIND(Name, Text, Bytes, CppType)                                                         \
  if constexpr (abi::ColumnKind::Name != abi::ColumnKind::Decimal64 &&                                       \
                abi::ColumnKind::Name != abi::ColumnKind::Decimal128) {                                      \
    abi::ColumnType column{abi::ColumnKind::Name, 0, 0, true};                                               \
    const Type *type = typeOf(column, context);                                                              \
    EXPECT_EQ(text(type), std::string(Text) + "?");                                                          \
    EXPECT_EQ(columnTypeOf(type), column);                                                                   \
  }
#include "runtime/abi/ColumnKinds.def"
}

TEST(ColumnTypes, DecimalsChooseTheirWidth) {
  TypeContext context;
  EXPECT_EQ(columnTypeOf(context.decimal(18, 2)),
            (abi::ColumnType{abi::ColumnKind::Decimal64, 18, 2, false}));
  EXPECT_EQ(columnTypeOf(context.decimal(19, 2)),
            (abi::ColumnType{abi::ColumnKind::Decimal128, 19, 2, false}));
}

TEST(ColumnTypes, NotEverythingIsAColumn) {
  TypeContext context;
  EXPECT_FALSE(columnTypeOf(context.list(context.i64())));
  EXPECT_FALSE(columnTypeOf(context.unit()));
}

TEST(ColumnTypes, RowsComeBack) {
  TypeContext context;
  const Type *row = context.record({{"a", context.i64()}, {"b", context.optional(context.str())}});
  EXPECT_EQ(recordOf(rowSpecOf(row), context), row);
}

} // namespace flow::types
