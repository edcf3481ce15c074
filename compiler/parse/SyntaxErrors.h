#pragma once
// What the parser does about a token that does not fit. An error is reported once, in words (SyntaxMessages);
// then the element it stands in (a statement, a field, an arm ..) is given up, and parsing goes on behind it.
//
// How it works: a rule that is not an element hands the exception on to the rule that called it. A rule that
// is one skips to the end of the element and returns, so its context holds an exception and the tree builder
// leaves it out. A rule that repeats elements asks `sync` before each separator; a token that is none is
// reported there, and skipped up to the next separator. Brackets that were opened in what is skipped are
// skipped whole.

#include "compiler/diag/Diagnostic.h"
#include "compiler/parse/SyntaxMessages.h"
#include "compiler/parse/TokenList.h"

#include <antlr4-runtime.h>

namespace flow::parse {

class SyntaxErrors final : public antlr4::ANTLRErrorStrategy {
public:
  SyntaxErrors(TokenList &tokens, SyntaxMessages &messages) : tokens_(tokens), messages_(messages) {}

  void reset(antlr4::Parser *) override {}
  antlr4::Token *recoverInline(antlr4::Parser *parser) override;
  void recover(antlr4::Parser *parser, std::exception_ptr exception) override;
  void sync(antlr4::Parser *parser) override;
  /// After an element at the top level: makes sure that the parser has moved on since token `begin`.
  void leaveTopItem(size_t begin);
  bool inErrorRecoveryMode(antlr4::Parser *) override { return recovering_; }
  void reportMatch(antlr4::Parser *) override { recovering_ = false; }
  void reportError(antlr4::Parser *parser, const antlr4::RecognitionException &) override { report(parser); }

private:
  bool passLateBrace(antlr4::Parser *parser);
  void report(antlr4::Parser *parser);
  void skipElement(size_t begin, bool endsAtComma);

  TokenList &tokens_;
  SyntaxMessages &messages_;
  bool recovering_ = false; ///< an error was reported, and no token has matched since
};

} // namespace flow::parse
