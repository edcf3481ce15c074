#include "runtime/text/DisplayWidth.h"

#include <gtest/gtest.h>

namespace flow::text {

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(displayWidth(""), 0u);
  EXPECT_EQ(displayWidth("abc"), 3u);
  EXPECT_EQ(displayWidth("äöü"), 3u);
  EXPECT_EQ(displayWidth("日本"), 4u);
  EXPECT_EQ(displayWidth("😀"), 2u);
  EXPECT_EQ(displayWidth("e\xCC\x81"), 1u);
}

TEST(DisplayWidth, CutsBetweenCharacters) {
  EXPECT_EQ(cutToWidth("abcdef", 6), "abcdef");
  EXPECT_EQ(cutToWidth("abcdef", 4), "abc…");
  EXPECT_EQ(cutToWidth("日本語", 5), "日本…");
  EXPECT_EQ(cutToWidth("日本語", 4), "日…");
}

TEST(DisplayWidth, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(escapedForDisplay("a\tb\nc\r"), "a\\tb\\nc\\r");
  EXPECT_EQ(escapedForDisplay("\x1b[1m"), "\\x1b[1m");
  EXPECT_EQ(escapedForDisplay("caf\xE9 \xC3\xA4"), "caf\\xe9 ä");
  EXPECT_EQ(escapedForDisplay("\xC2\x9B"), "\\x9b");
}

} // namespace flow::text
