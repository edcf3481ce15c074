#include "compiler/types/TypeText.h"

#include <gtest/gtest.h>

namespace flow::types {

TEST(TypeText, ParsesBackToTheSameType) {
  TypeContext context;
  const Type *named = context.record({{"x", context.f64()}, {"odd `name", context.i64()}}, "Point");
  const Type *row = context.record({{"k", context.str()}, {"p", named}});
  for (const Type *type :
       {context.boolean(), context.unit(), context.none(), context.decimal(38, 10), named, row,
        context.record({}), context.list(context.optional(context.str())), context.map(context.str(), named),
        context.set(context.i64()), context.range(context.i64()), context.tuple({context.i64()}),
        context.tuple({context.i64(), context.str()}),
        context.function({named, context.i64()}, context.f64()),
        context.optional(context.function({}, context.unit())), context.frame(row),
        context.grouped(row, {{"k", context.str()}}), context.failure(), context.enumeration("Shape"),
        context.enumeration("Shape", {}, 2), context.enumeration("Tree", {context.i64(), context.str()}),
        context.record({{"x", context.f64()}}, "Point", {}, 1),
        context.record({{"x", context.f64()}}, "Pair", {context.f64()}, 2), context.record({}, "record", {}, 3),
        context.recursiveRecord("Node", {}, 0), context.recursiveRecord("Node", {}, 1),
        context.recursiveRecord("Tree", {context.i64()}, 2)}) {
    std::string text = exactText(type);
    TextCursor cursor(text);
    EXPECT_EQ(parseType(cursor, context), type) << text << " " << cursor.error();
    EXPECT_TRUE(cursor.atEnd()) << text;
  }
}

TEST(TypeText, MistakesAreReported) {
  TypeContext context;
  for (const char *text : {"", "List[", "List[i64, i64]", "decimal[39,0]", "decimal[2,3]", "{ a i64 }",
                           "(i64", "Foo", "Foo[i64]", "fn(i64)", "?"}) {
    TextCursor cursor(text);
    EXPECT_EQ(parseType(cursor, context), nullptr) << text;
    EXPECT_TRUE(cursor.failed()) << text;
  }
}

} // namespace flow::types
