#include "compiler/diag/Diagnostic.h"

#include <gtest/gtest.h>

namespace flow::diag {

TEST(Emitter, keepsADiagnosticWhenItsBuilderDies) {
  Emitter emitter;
  emitter.report(Code::SyntaxError, {1, 2, 3}, "message")
      .label("here")
      .note("note")
      .help("help")
      .also({1, 0, 1}, "there");
  ASSERT_EQ(emitter.diagnostics().size(), 1u);
  const Diagnostic &kept = emitter.diagnostics()[0];
  EXPECT_EQ(kept.primary.text, "here");
  EXPECT_EQ(kept.secondary[0].text, "there");
  EXPECT_EQ(kept.notes[0], "note");
  EXPECT_EQ(kept.helps[0], "help");
}

TEST(Emitter, aFixBringsItsHelp) {
  Emitter emitter;
  emitter.report(Code::SyntaxError, {1, 2, 3}, "message").fix({1, 2, 3}, "and", "write `and`");
  EXPECT_EQ(emitter.diagnostics()[0].fixes[0].text, "and");
  EXPECT_EQ(emitter.diagnostics()[0].helps[0], "write `and`");
}

TEST(Emitter, dropsExactRepeatsOnly) {
  Emitter emitter;
  emitter.report(Code::SyntaxError, {1, 2, 3}, "message");
  emitter.report(Code::SyntaxError, {1, 2, 3}, "message");
  emitter.report(Code::SyntaxError, {1, 2, 3}, "other");
  emitter.report(Code::SyntaxError, {1, 3, 3}, "message");
  EXPECT_EQ(emitter.errorCount(), 3u);
}

TEST(Emitter, stopsAfterTheLimit) {
  Emitter emitter;
  for (uint32_t at = 0; at != 1000; ++at) emitter.report(Code::SyntaxError, {1, at, at}, "message");
  EXPECT_EQ(emitter.errorCount(), Emitter::kMaxErrors);
}

TEST(Emitter, sortsByPlaceAndKeepsTheOrderOfEquals) {
  Emitter emitter;
  emitter.report(Code::SyntaxError, {2, 0, 1}, "third");
  emitter.report(Code::SyntaxError, {1, 9, 9}, "second");
  emitter.report(Code::SyntaxError, {1, 3, 9}, "first");
  emitter.report(Code::SyntaxError, {2, 0, 4}, "fourth");
  std::string order;
  for (const Diagnostic &diagnostic : emitter.sorted()) order += diagnostic.message + " ";
  EXPECT_EQ(order, "first second third fourth ");
}

} // namespace flow::diag
