#include "compiler/parse/MultilineText.h"

#include <gtest/gtest.h>

namespace flow::parse {

namespace {

/// The parts as they are meant, joined; an empty part stands for an escape or interpolation and shows as `*`.
std::string meant(const std::vector<std::string_view> &parts) {
  MultilineText text;
  for (std::string_view part : parts) text.add(part);
  std::string out;
  for (size_t index = 0; index != parts.size(); ++index) out += parts[index].empty() ? "*" : text.piece(index);
  return out;
}

} // namespace

TEST(MultilineText, oneLineStaysAsItIs) { EXPECT_EQ(meant({"  a "}), "  a "); }

TEST(MultilineText, linesOfTheQuotesAreDropped) {
  EXPECT_EQ(meant({"\na\n"}), "a");
  EXPECT_EQ(meant({"  \n  a\n  b\n  "}), "a\nb");
  EXPECT_EQ(meant({"\n"}), "");
  EXPECT_EQ(meant({"\n\n"}), "");
  EXPECT_EQ(meant({"\na\n\n"}), "a\n");
}

TEST(MultilineText, theCommonIndentIsRemoved) {
  EXPECT_EQ(meant({"\n    a\n      b\n    c\n  "}), "a\n  b\nc");
  EXPECT_EQ(meant({"\n\ta\n\t\tb\n"}), "a\n\tb");
  EXPECT_EQ(meant({"\n\ta\n  b\n"}), "\ta\n  b");
}

TEST(MultilineText, blankLinesDoNotCount) { EXPECT_EQ(meant({"\n  a\n\n \n  b\n"}), "a\n\n\nb"); }

TEST(MultilineText, textOnTheFirstLineHasNoIndent) { EXPECT_EQ(meant({"a\n  b\n  c"}), "a\nb\nc"); }

TEST(MultilineText, escapesAndInterpolationsAreText) {
  EXPECT_EQ(meant({"\n  a ", "", "\n  ", "", " b\n  "}), "a *\n* b");
  EXPECT_EQ(meant({"", "\n  a\n"}), "*\na");
}

TEST(MultilineText, carriageReturnsAreNoText) { EXPECT_EQ(meant({"\r\n  a\r\n  b\r\n  "}), "a\nb"); }

} // namespace flow::parse
