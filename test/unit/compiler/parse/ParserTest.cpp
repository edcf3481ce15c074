#include "compiler/parse/Parser.h"

#include "compiler/ast/AstPrinter.h"

#include <gtest/gtest.h>

#include <thread>

namespace flow::parse {

TEST(Parser, keepsWhatIsRightAroundAnError) {
  SourceManager sources;
  diag::Emitter emitter;
  auto module = parseModule(
      sources, sources.add("a.flow", "let a = 1\nlet b = = 2\nfn f() {\n  x(\n  y\n}\nlet c = 3\n"), emitter);
  EXPECT_EQ(emitter.errorCount(), 2u);
  ASSERT_EQ(module->items.size(), 3u);
  EXPECT_EQ(ast::printNode(*module->items[2].stmt), "(let\n  (binding c)\n  value: (integer literal 3))");
}

TEST(Parser, spansCountBytes) {
  SourceManager sources;
  diag::Emitter emitter;
  uint32_t file = sources.add("a.flow", "let a = \"\xC3\xA9\" + b\n");
  auto module = parseModule(sources, file, emitter);
  const auto &let = ast::as<const ast::LetStmt>(*module->items[0].stmt);
  const auto &sum = ast::as<const ast::BinaryExpr>(*let.value);
  EXPECT_EQ(sources.text(sum.left->span), "\"\xC3\xA9\"");
  EXPECT_EQ(sources.text(sum.opSpan), "+");
  EXPECT_EQ(sources.text(sum.right->span), "b");
  EXPECT_EQ(sources.text(let.span), "let a = \"\xC3\xA9\" + b");
}

TEST(Parser, aByteOrderMarkIsNoText) {
  SourceManager sources;
  diag::Emitter emitter;
  auto module = parseModule(sources, sources.add("a.flow", "\xEF\xBB\xBF// comment\nlet a = 1"), emitter);
  EXPECT_FALSE(emitter.hasErrors());
  EXPECT_EQ(module->items.size(), 1u);
  EXPECT_TRUE(module->comments.at(0).ownLine);
}

TEST(Parser, anEmptyFileIsAnEmptyModule) {
  for (const char *text : {"", "\n\n", "  // only a comment", ";;"}) {
    SourceManager sources;
    diag::Emitter emitter;
    EXPECT_TRUE(parseModule(sources, sources.add("a.flow", text), emitter)->items.empty());
    EXPECT_FALSE(emitter.hasErrors());
  }
}

TEST(Parser, severalThreadsMayParse) {
  std::vector<std::thread> threads;
  for (int index = 0; index != 4; ++index)
    threads.emplace_back([] {
      for (int round = 0; round != 20; ++round) {
        SourceManager sources;
        diag::Emitter emitter;
        auto module = parseModule(sources, sources.add("a.flow", "let a = [f(x) for x in xs]\na |> show()"), emitter);
        EXPECT_EQ(module->items.size(), 2u);
      }
    });
  for (std::thread &thread : threads) thread.join();
}

} // namespace flow::parse
