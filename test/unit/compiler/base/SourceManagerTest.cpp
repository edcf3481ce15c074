#include "compiler/base/SourceManager.h"

#include <gtest/gtest.h>

namespace flow {

TEST(SourceManager, FindsLinesAndColumns) {
  SourceManager sources;
  uint32_t file = sources.add("a.flow", "let a = 1\nlet b = 2\n\nprint(a)");
  EXPECT_EQ(sources.lineCount(file), 4u);
  EXPECT_EQ(sources.lineColumn(file, 0), (LineColumn{1, 1}));
  EXPECT_EQ(sources.lineColumn(file, 9), (LineColumn{1, 10})); // the line break belongs to its line
  EXPECT_EQ(sources.lineColumn(file, 10), (LineColumn{2, 1}));
  EXPECT_EQ(sources.lineColumn(file, 20), (LineColumn{3, 1}));
  EXPECT_EQ(sources.lineColumn(file, 21), (LineColumn{4, 1}));
}

TEST(SourceManager, OffsetsBehindTheEndStandForTheEnd) {
  SourceManager sources;
  uint32_t file = sources.add("a.flow", "ab\ncd");
  EXPECT_EQ(sources.lineColumn(file, 5), (LineColumn{2, 3}));
  EXPECT_EQ(sources.lineColumn(file, 99), (LineColumn{2, 3}));
}

TEST(SourceManager, ColumnsCountCodePoints) {
  SourceManager sources;
  uint32_t file = sources.add("a.flow", "\"\xC3\xA9\xF0\x9F\x98\x80\" x"); // "é😀" x
  EXPECT_EQ(sources.lineColumn(file, 3), (LineColumn{1, 3}));
  EXPECT_EQ(sources.lineColumn(file, 5), (LineColumn{1, 3})); // inside of the emoji
  EXPECT_EQ(sources.lineColumn(file, 9), (LineColumn{1, 6}));
}

TEST(SourceManager, LineTextHasNoLineBreak) {
  SourceManager sources;
  uint32_t file = sources.add("a.flow", "one\r\ntwo\n");
  EXPECT_EQ(sources.lineText(file, 1), "one");
  EXPECT_EQ(sources.lineText(file, 2), "two");
  EXPECT_EQ(sources.lineText(file, 3), "");
  EXPECT_EQ(sources.lineText(file, 4), "");
  EXPECT_EQ(sources.lineBegin(file, 2), 5u);
}

TEST(SourceManager, AnEmptyFileHasOneLine) {
  SourceManager sources;
  uint32_t file = sources.add("a.flow", "");
  EXPECT_EQ(sources.lineCount(file), 1u);
  EXPECT_EQ(sources.lineColumn(file, 0), (LineColumn{1, 1}));
}

TEST(SourceManager, TextOfASpanIsClipped) {
  SourceManager sources;
  uint32_t file = sources.add("a.flow", "hello");
  EXPECT_EQ(sources.text(Span{file, 1, 3}), "el");
  EXPECT_EQ(sources.text(Span{file, 3, 99}), "lo");
  EXPECT_EQ(sources.text(Span{file, 50, 99}), "");
}

TEST(SourceManager, ViewsSurviveMoreFiles) {
  SourceManager sources;
  uint32_t first = sources.add("a.flow", "a");
  std::string_view name = sources.name(first), text = sources.text(first);
  for (int i = 0; i < 100; ++i) sources.add("more.flow", "more");
  EXPECT_EQ(name, "a.flow");
  EXPECT_EQ(text, "a");
}

TEST(SourceManagerDeathTest, AnUnknownFileIsAnInternalError) {
  SourceManager sources;
  EXPECT_DEATH((void)sources.text(1), "file <= files_.size\\(\\) \\(1 against 0\\)");
}

} // namespace flow
