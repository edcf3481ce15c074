// Sources that are too deep, too long or no text: one report each, and no crash.
#include "compiler/ast/AstPrinter.h"
#include "compiler/base/LargeStack.h"
#include "compiler/parse/Parser.h"

#include <gtest/gtest.h>

namespace flow::parse {

namespace {

std::string repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t index = 0; index != count; ++index) out += text;
  return out;
}

/// The codes that are reported, each once.
std::string codes(const std::string &text) {
  SourceManager sources;
  diag::Emitter emitter;
  auto module = parseModule(sources, sources.add("test.flow", text), emitter);
  runOnLargeStack([&] { ast::printModule(*module); });
  std::string out;
  for (const diag::Diagnostic &each : emitter.diagnostics())
    if (out.find(diag::codeText(each.code)) == std::string::npos) out += diag::codeText(each.code);
  return out;
}

} // namespace

TEST(Limits, bracketsNest256Deep) {
  EXPECT_EQ(codes("let x = " + repeat("(", 256) + "1" + repeat(")", 256)), "");
  EXPECT_EQ(codes("let x = " + repeat("(", 257) + "1" + repeat(")", 257)), "F0005");
  EXPECT_EQ(codes("let x = " + repeat("[", 10'000) + repeat("]", 10'000)), "F0005");
  EXPECT_EQ(codes(repeat("{", 10'000)), "F0005");
  EXPECT_EQ(codes("let x = " + repeat("\"${", 300) + "1" + repeat("}\"", 300)), "F0005");
}

TEST(Limits, anExpressionHas5000Links) {
  EXPECT_EQ(codes("let x = 1" + repeat(" + 1", 4'990)), "");
  EXPECT_EQ(codes("let x = 1" + repeat(" + 1", 10'000)), "F0005");
  EXPECT_EQ(codes("let x = " + repeat("-", 4'990) + "1"), "");
  EXPECT_EQ(codes("let x = " + repeat("- ", 10'000) + "1"), "F0005");
  EXPECT_EQ(codes("f" + repeat("()", 4'990)), "");
  EXPECT_EQ(codes("f" + repeat("()", 10'000)), "F0005");
  EXPECT_EQ(codes("if a { b }" + repeat(" else if a { b }", 1'600)), "");
  EXPECT_EQ(codes("if a { b }" + repeat(" else if a { b }", 10'000)), "F0005");
  EXPECT_EQ(codes("let f = " + repeat("fn(x) => ", 1'200) + "x"), "");
}

TEST(Limits, linksOfAllLevelsCountTogether) {
  EXPECT_EQ(codes("let x = " + repeat("(1" + repeat(" + 1", 100) + " + ", 100) + "1" + repeat(")", 100)), "F0005");
}

TEST(Limits, statementsAndElementsAreNotNested) {
  EXPECT_EQ(codes(repeat("let x = 1 + 1\n", 20'000)), "");
  EXPECT_EQ(codes("let x = [" + repeat("1 + 1, ", 20'000) + "]"), "");
}

TEST(Limits, sourcesHave16MebibytesAtMost) {
  EXPECT_EQ(codes(repeat(" ", kMaxSourceBytes)), "");
  EXPECT_EQ(codes(repeat(" ", kMaxSourceBytes + 1)), "F0006");
}

TEST(Limits, sourcesAreText) {
  EXPECT_EQ(codes(std::string("let x = 1\0", 10)), "F0007");
  EXPECT_EQ(codes("let x = \xFF"), "F0007");
  EXPECT_EQ(codes("let x = 1\rlet y = 2"), "F0007");
  EXPECT_EQ(codes("\xFF\xFEl\0e\0t\0"), "F0007");
}

TEST(Limits, manyErrorsAreCutOff) {
  SourceManager sources;
  diag::Emitter emitter;
  parseModule(sources, sources.add("test.flow", repeat("let x = = 1\n", 50'000)), emitter);
  EXPECT_EQ(emitter.errorCount(), diag::Emitter::kMaxErrors);
  EXPECT_EQ(codes(repeat(")", 10'000)), "F0001");
  EXPECT_EQ(codes(repeat("\xC2\xA7 ", 10'000)), "F0002");
  EXPECT_EQ(codes(repeat("\"", 10'001)), "F0003");
}

} // namespace flow::parse
