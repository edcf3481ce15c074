#include "compiler/types/Layout.h"
#include "compiler/types/Representation.h"

#include <gtest/gtest.h>

namespace flow::types {

static std::vector<uint32_t> leafOffsets(const Layout &layout) {
  std::vector<uint32_t> offsets;
  for (const Leaf &leaf : layout.leaves) offsets.push_back(leaf.offset);
  return offsets;
}

TEST(Layout, ScalarsAreAsInC) {
  TypeContext context;
  EXPECT_EQ(layoutOf(context.boolean()).size, 1u);
  EXPECT_EQ(layoutOf(context.scalar(TypeKind::Date)).size, 4u);
  EXPECT_EQ(layoutOf(context.decimal(18, 2)).size, 8u);
  EXPECT_EQ(layoutOf(context.decimal(19, 2)).alignment, 16u);
  EXPECT_EQ(layoutOf(context.unit()).leaves.size(), 0u);
}

TEST(Layout, OptionalIsTheValueThenAByte) {
  TypeContext context;
  Layout layout = layoutOf(context.optional(context.i64()));
  EXPECT_EQ(leafOffsets(layout), (std::vector<uint32_t>{0, 8}));
  EXPECT_EQ(layout.size, 16u);
  EXPECT_EQ(leafOffsets(layoutOf(context.optional(context.str()))), (std::vector<uint32_t>{0, 8, 16}));
}

TEST(Layout, RecordsAreAsInC) {
  TypeContext context;
  struct Inner {
    int8_t flag;
    bool isPresent;
  };
  struct Record {
    int8_t small;
    int64_t large;
    Inner inner;
    float last;
  };
  const Type *inner = context.optional(context.scalar(TypeKind::I8));
  Layout layout = layoutOf(context.record({{"small", context.scalar(TypeKind::I8)},
                                           {"large", context.i64()},
                                           {"inner", inner},
                                           {"last", context.scalar(TypeKind::F32)}}));
  EXPECT_EQ(layout.offsets, (std::vector<uint32_t>{offsetof(Record, small), offsetof(Record, large),
                                                   offsetof(Record, inner), offsetof(Record, last)}));
  EXPECT_EQ(leafOffsets(layout), (std::vector<uint32_t>{0, 8, 16, 17, 20}));
  EXPECT_EQ(layout.size, sizeof(Record));
}

TEST(Layout, EnumsAreATagAndWords) {
  TypeContext context;
  const Type *color = context.enumeration("Color");
  context.setVariants(color, {{"Red", {}}, {"Green", {}}});
  EXPECT_EQ(layoutOf(color).size, 4u);
  const Type *shape = context.enumeration("Shape");
  const Type *small = context.scalar(TypeKind::I32);
  context.setVariants(shape, {{"Circle", {{"r", context.f64()}}},
                              {"Named", {{"a", small}, {"b", small}, {"name", context.str()}}},
                              {"Empty", {}}});
  EXPECT_EQ(leafOffsets(layoutOf(shape)), (std::vector<uint32_t>{0, 8, 16, 24}));
  EXPECT_EQ(layoutOf(shape).size, 32u);
  const Type *money = context.enumeration("Money");
  context.setVariants(money, {{"Some", {{"amount", context.decimal(38, 2)}}}});
  EXPECT_EQ(leafOffsets(layoutOf(money)), (std::vector<uint32_t>{0, 16, 24}));
  EXPECT_EQ(layoutOf(money).alignment, 16u);
}

TEST(Layout, RecursiveEnumsAreAPointer) {
  TypeContext context;
  const Type *tree = context.enumeration("Tree", {context.i64()}), *forest = context.enumeration("Forest");
  context.setVariants(tree, {{"Leaf", {}}, {"Node", {{"below", context.optional(forest)}}}});
  context.setVariants(forest, {{"Trees", {{"first", tree}, {"rest", context.list(forest)}}}});
  EXPECT_TRUE(isRecursive(tree));
  EXPECT_TRUE(isRecursive(forest));
  EXPECT_EQ(layoutOf(tree).leaves.size(), 1u);
  const Type *rose = context.enumeration("Rose");
  context.setVariants(rose, {{"Rose", {{"children", context.list(rose)}}}});
  EXPECT_FALSE(isRecursive(rose));
  EXPECT_EQ(layoutOf(rose).size, 16u);
}

TEST(Representation, TypesThatLieAlike) {
  TypeContext types;
  const Type *i64 = types.i64(), *time = types.scalar(TypeKind::Timestamp), *text = types.str();
  EXPECT_TRUE(liesAlike(i64, time));
  EXPECT_TRUE(liesAlike(types.list(types.optional(i64)), types.list(types.optional(time))));
  EXPECT_TRUE(liesAlike(types.record({{"a", i64}, {"b", text}}, "A"), types.record({{"x", time}, {"y", text}})));
  EXPECT_TRUE(liesAlike(types.decimal(10, 2), types.decimal(18, 0)));
  EXPECT_FALSE(liesAlike(types.decimal(18, 2), types.decimal(19, 2)));
  EXPECT_FALSE(liesAlike(i64, types.f64()));
  EXPECT_FALSE(liesAlike(i64, types.scalar(TypeKind::I32)));
  EXPECT_FALSE(liesAlike(types.record({{"a", i64}}), types.tuple({i64})));
  EXPECT_FALSE(liesAlike(types.list(i64), types.list(text)));
  EXPECT_FALSE(liesAlike(types.map(i64, i64), types.map(time, i64)));
}

} // namespace flow::types
