#include "compiler/base/TextCursor.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flow {

TEST(TextCursor, WordsMatchWhole) {
  TextCursor cursor("adder add");
  EXPECT_FALSE(cursor.accept("add"));
  EXPECT_EQ(cursor.acceptName(), "adder");
  EXPECT_TRUE(cursor.accept("add"));
  EXPECT_TRUE(cursor.atEnd());
}

TEST(TextCursor, SkipsCommentsAndCountsLines) {
  TextCursor cursor("a // nothing\n// more\nb");
  EXPECT_TRUE(cursor.accept("a"));
  EXPECT_TRUE(cursor.peek("b"));
  EXPECT_EQ(cursor.line(), 3u);
}

TEST(TextCursor, KnowsTheEndOfALine) {
  TextCursor cursor("a b // c\nd //");
  cursor.accept("a");
  EXPECT_FALSE(cursor.atLineEnd());
  cursor.accept("b");
  EXPECT_FALSE(cursor.peek("c"));
  EXPECT_TRUE(cursor.atLineEnd()) << "also after looking at the next token";
  EXPECT_TRUE(cursor.accept("d"));
  EXPECT_TRUE(cursor.atLineEnd());
  EXPECT_TRUE(cursor.atEnd());
}

TEST(TextCursor, FirstMistakeSticks) {
  TextCursor cursor("a\n b c");
  cursor.accept("a");
  EXPECT_FALSE(cursor.expect(")"));
  EXPECT_FALSE(cursor.expect("("));
  EXPECT_FALSE(cursor.accept("b"));
  EXPECT_EQ(cursor.error(), "line 2: expected `)`");
}

TEST(TextCursor, QuotedTextsComeBack) {
  for (std::string text : {std::string("plain"), std::string("a\"b`c\\d\n\t\x01 é"), std::string()}) {
    std::string string = stringText(text), name = nameText(text);
    EXPECT_EQ(TextCursor(string).acceptString(), text);
    EXPECT_EQ(TextCursor(name).acceptName(), text);
  }
  EXPECT_EQ(nameText("abc_1"), "abc_1");
  EXPECT_EQ(nameText("order id"), "`order id`");
}

TEST(TextCursor, OpenQuoteIsAMistake) {
  TextCursor cursor("\"abc");
  cursor.acceptString();
  EXPECT_TRUE(cursor.failed());
}

TEST(TextCursor, FloatsComeBackBitForBit) {
  for (double value : {0.0, -0.0, 1.0, 0.1, 1e300, -5e-324, HUGE_VAL, -HUGE_VAL}) {
    std::string text = floatText(value);
    auto read = TextCursor(text).acceptFloat();
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, value);
    EXPECT_EQ(std::signbit(*read), std::signbit(value));
  }
  EXPECT_TRUE(std::isnan(*TextCursor("nan").acceptFloat()));
  EXPECT_EQ(floatText(2.0), "2.0");
}

TEST(TextCursor, IntegersHave128Bits) {
  __int128 least = static_cast<__int128>(static_cast<unsigned __int128>(1) << 127);
  EXPECT_EQ(integerText(least), "-170141183460469231731687303715884105728");
  EXPECT_TRUE(TextCursor("-170141183460469231731687303715884105728").acceptInteger() == least);
  EXPECT_FALSE(TextCursor("-x").acceptInteger());
}

} // namespace flow
