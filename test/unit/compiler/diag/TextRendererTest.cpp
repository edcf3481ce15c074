#include "compiler/diag/TextRenderer.h"

#include <gtest/gtest.h>

namespace flow::diag {

namespace {

/// A source in which marks say where labels are: the first occurrence of a word.
class TextRendererTest : public testing::Test {
protected:
  void source(std::string text) { file_ = sources_.add("a.flow", text_ = std::move(text)); }
  Span word(std::string_view word) const {
    uint32_t at = static_cast<uint32_t>(text_.find(word));
    return {file_, at, at + static_cast<uint32_t>(word.size())};
  }
  Diagnostic error(Span span, std::string label) const {
    Diagnostic diagnostic;
    diagnostic.message = "message";
    diagnostic.primary = {span, std::move(label)};
    return diagnostic;
  }
  std::string render(const Diagnostic &diagnostic) const { return "\n" + renderText(diagnostic, sources_); }

  SourceManager sources_;
  std::string text_;
  uint32_t file_ = 0;
};

} // namespace

TEST_F(TextRendererTest, oneLabel) {
  source("read(x)\n    |> filter(.distance_km >= min_km and .fare_usd > 0.0)\n");
  Diagnostic diagnostic = error(word(".fare_usd"), "columns: id, fare");
  diagnostic.helps.push_back("a column with a similar name exists: `.fare`");
  EXPECT_EQ(render(diagnostic), R"(
error[F0001]: message
 --> a.flow:2:42
2 |     |> filter(.distance_km >= min_km and .fare_usd > 0.0)
  |                                          ^^^^^^^^^ columns: id, fare
help: a column with a similar name exists: `.fare`
)");
}

TEST_F(TextRendererTest, withoutAPlace) { EXPECT_EQ(render(error({}, "")), "\nerror[F0001]: message\n"); }

TEST_F(TextRendererTest, severalLabelsOnALineHang) {
  source("let a = first + second + third\n");
  Diagnostic diagnostic = error(word("+"), "the operator");
  diagnostic.secondary = {{word("first"), "this is `str`"}, {word("second"), "this is `i64`"}};
  EXPECT_EQ(render(diagnostic), R"(
error[F0001]: message
 --> a.flow:1:15
1 | let a = first + second + third
  |         ----- ^ ------ this is `i64`
  |         |     |
  |         |     the operator
  |         this is `str`
)");
}

TEST_F(TextRendererTest, overlappingLabelsAllHang) {
  source("let a = first + second\n");
  Diagnostic diagnostic = error(word("first + second"), "whole");
  diagnostic.secondary = {{word("second"), "part"}};
  EXPECT_EQ(render(diagnostic), R"(
error[F0001]: message
 --> a.flow:1:9
1 | let a = first + second
  |         ^^^^^^^^^^^^^^
  |         |       |
  |         |       part
  |         whole
)");
}

TEST_F(TextRendererTest, linesApartAreJoinedByAGap) {
  source("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n");
  Diagnostic diagnostic = error(word("ten"), "here");
  diagnostic.secondary = {{word("two"), "there"}, {word("four"), "and there"}};
  EXPECT_EQ(render(diagnostic), R"(
error[F0001]: message
  --> a.flow:10:1
 2 | two
   | --- there
 3 | three
 4 | four
   | ---- and there
...
10 | ten
   | ^^^ here
)");
}

TEST_F(TextRendererTest, labelOverSeveralLines) {
  source("let x = call(\n  1,\n  2\n)\n");
  EXPECT_EQ(render(error(word("call(\n  1,\n  2\n)"), "this call")), R"(
error[F0001]: message
 --> a.flow:1:9
1 |   let x = call(
  |  _________^
2 | |   1,
3 | |   2
4 | | )
  | |_^ this call
)");
}

TEST_F(TextRendererTest, labelOverManyLinesIsCutInTheMiddle) {
  source("if x {\n  1\n  2\n  3\n  4\n  5\n  6\n}\n");
  EXPECT_EQ(render(error({file_, 0, static_cast<uint32_t>(text_.size() - 1)}, "all of it")), R"(
error[F0001]: message
 --> a.flow:1:1
1 | / if x {
2 | |   1
3 | |   2
... |
7 | |   6
8 | | }
  | |_^ all of it
)");
}

TEST_F(TextRendererTest, endOfLineAndEndOfFile) {
  source("let x =\n");
  EXPECT_EQ(render(error({file_, 7, 8}, "line")),
            "\nerror[F0001]: message\n --> a.flow:1:8\n1 | let x =\n  |        ^ line\n");
  EXPECT_EQ(render(error({file_, 8, 8}, "")), "\nerror[F0001]: message\n --> a.flow:2:1\n2 |\n  | ^\n");
}

TEST_F(TextRendererTest, tabsAndWideCharacters) {
  source("\tf(\"\xE6\xBC\xA2\xE5\xAD\x97\", bad)\n");
  EXPECT_EQ(render(error(word("bad"), "here")), "\nerror[F0001]: message\n --> a.flow:1:10\n"
                                                "1 |     f(\"\xE6\xBC\xA2\xE5\xAD\x97\", bad)\n"
                                                "  |               ^^^ here\n");
}

TEST_F(TextRendererTest, longLinesAreCutAroundTheLabel) {
  source(std::string(5000, 'a') + " bad " + std::string(5000, 'b') + "\n");
  std::string shown = render(error(word("bad"), "here"));
  EXPECT_LT(shown.size(), 600u);
  EXPECT_NE(shown.find("aaa bad bbb"), std::string::npos);
  EXPECT_NE(shown.find("^^^ here"), std::string::npos);
}

TEST_F(TextRendererTest, twoFiles) {
  source("let a = 1\n");
  Diagnostic diagnostic = error(word("a"), "here");
  uint32_t other = sources_.add("b.flow", "first\nlet b = 2\n");
  diagnostic.secondary = {{{other, 10, 11}, "declared here"}};
  EXPECT_EQ(render(diagnostic), R"(
error[F0001]: message
 --> a.flow:1:5
1 | let a = 1
  |     ^ here
 ::: b.flow:2:5
2 | let b = 2
  |     - declared here
)");
}

TEST_F(TextRendererTest, colors) {
  source("bad\n");
  std::string shown = renderText(error(word("bad"), "here"), sources_, {.color = true});
  EXPECT_TRUE(shown.starts_with("\033[1;31merror[F0001]\033[0m\033[1m: message\033[0m\n"));
  EXPECT_NE(shown.find("\033[1;31m^^^\033[0m \033[1;31mhere\033[0m"), std::string::npos) << shown;
}

} // namespace flow::diag
