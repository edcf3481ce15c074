#pragma once
// Syntax errors in words: what was expected, behind what, and what stands there instead; and for what people
// often write, what to write in Flow.

#include "compiler/diag/Diagnostic.h"
#include "compiler/parse/SyntaxPlace.h"

namespace flow::parse {

class SyntaxMessages {
public:
  /// What the scanner and the filter have reported stands in the emitter already.
  SyntaxMessages(uint32_t file, std::string_view text, diag::Emitter &emitter)
      : file_(file), text_(text), emitter_(emitter), lexicalErrors_(emitter.diagnostics().size()) {}

  /// Reports the token at hand, unless something else on its line has been reported already.
  void report(antlr4::Parser &parser, TokenList &tokens);

  /// Whether the token at hand is meant for the one that is expected, as `->` in an arm of `match`: then it is
  /// reported, once in each pair of brackets, and read as if it were right.
  bool replaces(antlr4::Parser &parser, TokenList &tokens);

  /// The type of Flow that a word means, also one of another language; empty when it means none.
  static std::string flowType(std::string_view word);

  /// Reports a `{` that begins the line behind the one at whose end it is expected; false when none is expected.
  bool reportLateBrace(antlr4::Parser &parser, TokenList &tokens);

  /// Whether so much has been reported that nobody reads more.
  bool full() const { return emitter_.errorCount() >= diag::Emitter::kMaxErrors; }

private:
  // ---- SyntaxMessages.cpp: the general case
  void reportExpectation(const SyntaxPlace &place);
  void addHints(const SyntaxPlace &place, diag::Emitter::Builder &report) const;
  bool lineIsReported(const Token &token) const;
  /// Whether one of the first `count` reports is of the line of the token.
  bool lineHasReport(const Token &token, size_t count) const;
  void hintAtComment(const SyntaxPlace &place, diag::Emitter::Builder &report) const;

  // ---- KnownSyntaxErrors.cpp: what has a message of its own
  bool reportKnown(const SyntaxPlace &place);
  bool reportBracket(const SyntaxPlace &place);
  bool reportImport(const SyntaxPlace &place);
  bool reportLeadingOperator(const SyntaxPlace &place);
  bool reportAssign(const SyntaxPlace &place);
  bool reportMissingType(const SyntaxPlace &place);
  bool reportColon(const SyntaxPlace &place);
  bool reportArrow(const SyntaxPlace &place);
  bool reportAfterCatch(const SyntaxPlace &place);
  bool reportBrace(const SyntaxPlace &place);
  void reportRecordInBraces(const SyntaxPlace &place);
  bool reportReserved(const SyntaxPlace &place);

  // ---- ForeignSyntax.cpp
  bool reportHabit(const SyntaxPlace &place);
  bool reportChoice(const SyntaxPlace &place);
  bool reportUnit(const SyntaxPlace &place);
  bool reportDeclaration(const SyntaxPlace &place);
  bool reportPrefixOfText(const SyntaxPlace &place);
  bool reportMissingComma(const SyntaxPlace &place);
  bool reportAngle(const SyntaxPlace &place);
  bool reportCast(const SyntaxPlace &place);
  bool reportMisspelt(const SyntaxPlace &place);
  bool reportForeign(const SyntaxPlace &place);
  bool reportForeignFunction(const SyntaxPlace &place);
  bool reportListType(const SyntaxPlace &place);
  bool reportReference(const SyntaxPlace &place);
  bool reportTypeFirst(const SyntaxPlace &place);

  diag::Emitter::Builder error(Span span, std::string message) {
    return emitter_.report(diag::Code::SyntaxError, span, std::move(message));
  }

  uint32_t file_;
  std::string_view text_;
  diag::Emitter &emitter_;
  size_t lexicalErrors_;
  size_t missingBraces_ = 0;         ///< blocks whose `{` was missed, and whose `}` has not come yet
  uint32_t replacedIn_ = UINT32_MAX; ///< the bracket in which the last replacement was reported
};

} // namespace flow::parse
