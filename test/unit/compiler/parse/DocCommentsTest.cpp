#include "compiler/parse/Parser.h"

#include <gtest/gtest.h>

namespace flow::parse {

namespace {

struct Parsed {
  SourceManager sources;
  diag::Emitter emitter;
  std::unique_ptr<ast::Module> module;

  explicit Parsed(const std::string &text) {
    uint32_t file = sources.add("test.flow", text);
    module = parseModule(sources, file, emitter);
  }
  std::string doc(size_t item) const { return module->items.at(item).decl->doc; }
};

} // namespace

TEST(DocComments, aboveAndBehind) {
  EXPECT_EQ(Parsed("/// a\n/// b\nfn f() => 1").doc(0), "a\nb");
  EXPECT_EQ(Parsed("fn f() => 1 /// a").doc(0), "a");
  EXPECT_EQ(Parsed("/// a\nfn f() => 1 /// b").doc(0), "a\nb");
  EXPECT_EQ(Parsed("actor A { /// a\n}").doc(0), "a");
}

TEST(DocComments, anEmptyLineSeparates) {
  EXPECT_EQ(Parsed("/// a\n\nfn f() => 1").doc(0), "");
  EXPECT_EQ(Parsed("/// a\n\n/// b\nfn f() => 1").doc(0), "b");
  EXPECT_EQ(Parsed("/// a\n// no doc\nfn f() => 1").doc(0), "");
}

TEST(DocComments, eachIsGivenOnce) {
  Parsed parsed("fn f() => 1 /// a\nfn g() => 2");
  EXPECT_EQ(parsed.doc(0), "a");
  EXPECT_EQ(parsed.doc(1), "");
}

TEST(DocComments, thoseThatDocumentAreMarked) {
  Parsed parsed("/// a\n\n/// b\nfn f() => 1\nf() /// c");
  ASSERT_EQ(parsed.module->comments.size(), 3u);
  EXPECT_FALSE(parsed.module->comments[0].documents);
  EXPECT_TRUE(parsed.module->comments[1].documents);
  EXPECT_FALSE(parsed.module->comments[2].documents);
}

} // namespace flow::parse
