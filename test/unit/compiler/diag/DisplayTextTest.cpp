#include "compiler/diag/DisplayText.h"

#include <gtest/gtest.h>

namespace flow::diag {

TEST(DisplayText, tabsTakeFourCells) {
  DisplayLine line = displayLine("\ta");
  EXPECT_EQ(line.text, "    a");
  EXPECT_EQ(line.column(1), 4u);
  EXPECT_EQ(line.width(), 5u);
}

TEST(DisplayText, wideAndCombiningCodePoints) {
  EXPECT_EQ(codePointWidth(U'\u6F22'), 2u);
  EXPECT_EQ(codePointWidth(U'\u0301'), 0u);
  EXPECT_EQ(codePointWidth(U'\U0001F600'), 2u);
  EXPECT_EQ(codePointWidth(U'\u00E9'), 1u);
  DisplayLine line = displayLine("\xE6\xBC\xA2x"); // U+6F22
  EXPECT_EQ(line.column(0), 0u);
  EXPECT_EQ(line.column(3), 2u);
  EXPECT_EQ(line.column(100), 3u);
}

TEST(DisplayText, controlsAndBrokenBytesAreVisible) {
  EXPECT_EQ(displayLine(std::string_view("a\0b", 3)).text, "a\xE2\x90\x80"
                                                           "b");
  EXPECT_EQ(displayLine("\x1b[1m").text, "\xE2\x90\x9B[1m");
  EXPECT_EQ(displayLine("\xff!").text, "\xEF\xBF\xBD!");
}

} // namespace flow::diag
