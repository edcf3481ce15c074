#include "compiler/tools/fmt/DocPrinter.h"

#include <gtest/gtest.h>

namespace flow::fmt {

namespace {

class DocPrinterTest : public testing::Test {
protected:
  const Doc *list(const DocMaker::Docs &elements) {
    DocMaker::Docs inside{docs.softLine()};
    for (const Doc *element : elements) {
      if (inside.size() > 1) inside.insert(inside.end(), {docs.text(","), docs.line()});
      inside.push_back(element);
    }
    return docs.group(docs.concat({docs.text("("), docs.indent(docs.concat(inside)), docs.softLine(), docs.text(")")}));
  }
  const Doc *word(size_t length) { return docs.text(std::string(length, 'x')); }

  DocMaker docs;
};

} // namespace

TEST_F(DocPrinterTest, aGroupThatFitsIsOneLine) {
  EXPECT_EQ(printDoc(*list({docs.text("a"), docs.text("b")})), "(a, b)\n");
}

TEST_F(DocPrinterTest, aGroupThatDoesNotFitIsBrokenEverywhere) {
  std::string x(60, 'x');
  EXPECT_EQ(printDoc(*list({word(60), word(60)})), "(\n  " + x + ",\n  " + x + "\n)\n");
}

TEST_F(DocPrinterTest, theOuterGroupIsBrokenFirst) {
  EXPECT_EQ(printDoc(*list({list({docs.text("a"), docs.text("b")}), word(98)})),
            "(\n  (a, b),\n  " + std::string(98, 'x') + "\n)\n");
}

TEST_F(DocPrinterTest, whatFollowsUpToTheNextLineMustFitToo) {
  std::string x(94, 'x');
  EXPECT_EQ(printDoc(*docs.concat({list({docs.text("a")}), word(94)})), "(a)" + x + "\n");
  EXPECT_EQ(printDoc(*docs.concat({list({docs.text("a")}), word(98)})), "(\n  a\n)" + std::string(98, 'x') + "\n");
}

TEST_F(DocPrinterTest, commentsGoToTheEndOfTheirLine) {
  const Doc *commented = docs.concat({docs.text("a"), docs.suffix("// c"), docs.breakGroup()});
  EXPECT_EQ(printDoc(*list({commented, docs.text("b")})), "(\n  a,   // c\n  b\n)\n");
}

TEST_F(DocPrinterTest, aSecondCommentTakesALineOfItsOwn) {
  const Doc *commented = docs.concat({docs.text("a"), docs.suffix("// c"), docs.suffix("// d"), docs.breakGroup()});
  EXPECT_EQ(printDoc(*list({commented, docs.text("b")})), "(\n  a,   // c\n  // d\n  b\n)\n");
}

TEST_F(DocPrinterTest, aFillBreaksWhereItMust) {
  DocMaker::Docs parts;
  for (int index = 0; index != 5; ++index) {
    if (index > 0) parts.push_back(docs.line());
    parts.push_back(word(30));
  }
  std::string x(30, 'x');
  EXPECT_EQ(printDoc(*docs.fill(parts)), x + " " + x + " " + x + "\n" + x + " " + x + "\n");
}

TEST_F(DocPrinterTest, belowMovesOnlyWhatFitsThere) {
  auto statement = [&](size_t length) { return docs.concat({word(50), docs.below(word(length))}); };
  std::string x(50, 'x');
  EXPECT_EQ(printDoc(*statement(40)), x + " " + std::string(40, 'x') + "\n");
  EXPECT_EQ(printDoc(*statement(80)), x + "\n  " + std::string(80, 'x') + "\n");
  EXPECT_EQ(printDoc(*statement(120)), x + " " + std::string(120, 'x') + "\n");
}

TEST_F(DocPrinterTest, hugging) {
  const Doc *body = list({word(60), word(60)});
  const Doc *hug = docs.hug(docs.concat({docs.text("f"), docs.broken(body)}), docs.text("exploded"));
  EXPECT_TRUE(printDoc(*hug).starts_with("f(\n"));
  const Doc *tooWide = docs.hug(docs.concat({word(120), docs.broken(body)}), docs.text("exploded"));
  EXPECT_EQ(printDoc(*tooWide), "exploded\n");
}

} // namespace flow::fmt
