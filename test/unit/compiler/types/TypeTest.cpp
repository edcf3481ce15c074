#include "compiler/types/Type.h"

#include <gtest/gtest.h>

namespace flow::types {

TEST(TypeContext, EqualTypesAreOneObject) {
  TypeContext context;
  EXPECT_EQ(context.list(context.i64()), context.list(context.i64()));
  EXPECT_NE(context.list(context.i64()), context.list(context.f64()));
  EXPECT_EQ(context.record({{"a", context.i64()}}), context.record({{"a", context.i64()}}));
  EXPECT_NE(context.record({{"a", context.i64()}}), context.record({{"b", context.i64()}}));
  EXPECT_NE(context.record({{"a", context.i64()}}), context.record({{"a", context.i64()}}, "Point"));
  EXPECT_NE(context.decimal(12, 2), context.decimal(12, 3));
}

TEST(TypeContext, DeclarationsOfOneNameAreDifferentTypes) {
  TypeContext context;
  std::vector<Field> fields{{"a", context.i64()}};
  const Type *first = context.record(fields, "Point");
  context.nameModule("Point", 1, "shapes");
  const Type *second = context.record(fields, "Point", {}, 1);
  EXPECT_NE(first, second);
  EXPECT_FALSE(areOfOneDeclaration(first, second));
  EXPECT_EQ(text(first), "Point");
  EXPECT_EQ(text(context.list(second)), "List[shapes.Point]");
  EXPECT_EQ(context.rebuilt(second, [&](const Type *part) { return part; }), second);
}

TEST(TypeContext, EnumsNeedAnEnd) {
  TypeContext context;
  const Type *endless = context.enumeration("Endless"), *other = context.enumeration("Other");
  context.setVariants(endless, {{"A", {{"x", context.tuple({context.i64(), other})}}}});
  context.setVariants(other, {{"B", {{"x", endless}}}});
  EndlessTypes types;
  types.add(endless);
  EXPECT_FALSE(types.hasValues(endless));
  EXPECT_FALSE(types.hasValues(other));
  types.assume(endless);
  EXPECT_TRUE(types.hasValues(other));
  const Type *list = context.enumeration("List");
  context.setVariants(list, {{"End", {}}, {"Cell", {{"rest", list}}}});
  EXPECT_TRUE(types.hasValues(list));
  const Type *tree = context.enumeration("Tree");
  context.setVariants(tree, {{"Node", {{"parts", context.list(tree)}}}});
  EXPECT_TRUE(types.hasValues(tree));
}

TEST(TypeContext, WhatIsFoundOutBeforeAllVariantsAreThereIsNotKept) {
  TypeContext context;
  const Type *outer = context.enumeration("Outer"), *inner = context.enumeration("Inner");
  context.setVariants(inner, {{"Leaf", {}}, {"Node", {{"outer", outer}}}});
  EXPECT_FALSE(isRecursive(inner));
  EXPECT_FALSE(isCounted(inner));
  context.setVariants(outer, {{"Part", {{"inner", inner}}}});
  EXPECT_TRUE(isRecursive(inner));
  EXPECT_TRUE(isCounted(inner));
  EXPECT_TRUE(isRecursive(outer));
}

TEST(TypeContext, RecursiveRecordsAreEqualByName) {
  TypeContext context;
  const Type *node = context.recursiveRecord("Node", {context.i64()}, 1);
  std::vector<Field> direct{{"next", context.optional(node)}};
  EXPECT_TRUE(holdsItself(node, direct));
  std::vector<Field> fields{{"value", context.i64()}, {"others", context.list(node)}};
  EXPECT_FALSE(holdsItself(node, fields));
  context.setFields(node, fields);
  EXPECT_EQ(context.recursiveRecord("Node", {context.i64()}, 1), node);
  EXPECT_NE(context.recursiveRecord("Node", {context.i64()}, 2), node);
  EXPECT_TRUE(isCounted(node));
  EXPECT_TRUE(isComparable(node));
  const Type *other = context.rebuilt(node, [&](const Type *part) { return part == node ? node : context.str(); });
  EXPECT_EQ(other, context.recursiveRecord("Node", {context.str()}, 1));
  EXPECT_EQ(other->fields[0].type, context.str());
}

TEST(TypeContext, ScalarsAreFoundByKindAndName) {
  TypeContext context;
  EXPECT_EQ(context.scalar(TypeKind::U16)->kind, TypeKind::U16);
  EXPECT_EQ(context.scalarNamed("u16"), context.scalar(TypeKind::U16));
  EXPECT_EQ(context.scalarNamed("u17"), nullptr);
  EXPECT_TRUE(context.none()->is(TypeKind::None));
}

TEST(TypeContext, OptionalIsNotNested) {
  TypeContext context;
  const Type *once = context.optional(context.str());
  EXPECT_EQ(context.optional(once), once);
  EXPECT_EQ(once->plain(), context.str());
  EXPECT_EQ(context.optional(context.error()), context.error());
}

TEST(TypeContext, EmptyTupleIsUnit) {
  TypeContext context;
  EXPECT_EQ(context.tuple({}), context.unit());
}

TEST(Type, Predicates) {
  TypeContext context;
  EXPECT_TRUE(context.scalar(TypeKind::U8)->isInt());
  EXPECT_FALSE(context.scalar(TypeKind::U8)->isSignedInt());
  EXPECT_FALSE(context.f64()->isInt());
  EXPECT_TRUE(context.decimal(5, 2)->isColumnScalar());
  EXPECT_FALSE(context.scalar(TypeKind::Months)->isColumnScalar());
  EXPECT_FALSE(context.unit()->isColumnScalar());
  EXPECT_EQ(context.scalar(TypeKind::I16)->bits(), 16u);
  EXPECT_EQ(context.record({{"a", context.i64()}, {"b", context.str()}})->fieldIndex("b"), 1);
  EXPECT_EQ(context.record({})->fieldIndex("b"), -1);
}

TEST(Type, TextIsWhatUsersWrite) {
  TypeContext context;
  const Type *point = context.record({{"x", context.f64()}, {"odd name", context.optional(context.str())}});
  EXPECT_EQ(text(point), "{ x: f64, `odd name`: str? }");
  EXPECT_EQ(text(context.record({{"x", context.f64()}}, "Point")), "Point");
  EXPECT_EQ(text(context.list(context.decimal(12, 2))), "List[decimal[12,2]]");
  EXPECT_EQ(text(context.map(context.str(), context.set(context.i64()))), "Map[str, Set[i64]]");
  EXPECT_EQ(text(context.tuple({context.i64(), context.str()})), "(i64, str)");
  EXPECT_EQ(text(context.function({context.i64()}, context.boolean())), "fn(i64) -> bool");
  EXPECT_EQ(text(context.optional(context.function({}, context.unit()))), "(fn() -> ())?");
  EXPECT_EQ(text(context.frame(point)), "Frame[{ x: f64, `odd name`: str? }]");
}

} // namespace flow::types
