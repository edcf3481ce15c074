#pragma once
// Where the parser stands when a token does not fit: the token, its neighbours, the bracket around it, the
// rules that are open and what they would take.

#include "compiler/base/Span.h"
#include "compiler/parse/TokenList.h"

#include <antlr4-runtime.h>

#include <string>

namespace flow::parse {

class SyntaxPlace {
public:
  SyntaxPlace(antlr4::Parser &parser, TokenList &tokens, uint32_t file);

  const Token &at() const { return tokens_.at(index_).token(); }
  /// The token before, or nullptr at the start of the file.
  const Token *before() const { return index_ > 0 ? &tokens_.at(index_ - 1).token() : nullptr; }
  const Token &tokenBefore(size_t distance) const { return tokens_.at(index_ - distance).token(); }
  uint16_t typeBefore(size_t distance = 1) const;
  uint16_t typeAfter(size_t distance = 1) const;
  /// A token behind this one; at the end of the file that itself.
  const Token &after(size_t distance = 1) const;
  /// How far behind this bracket the one stands that closes it; 0 when it is on another line or there is none.
  size_t closerAfter() const;
  /// How far before this closing bracket its opener stands; 0 when there is none. `distance` leads to the bracket.
  size_t openerBefore(size_t distance) const;
  /// The first token of the statement that holds this one.
  const Token &statementBegin() const;
  /// Whether the token after this one stands on the same line.
  bool afterIsOnLine() const;
  /// The innermost bracket that is open here, or nullptr.
  const Token *opener() const { return opener_; }
  /// Whether there is only a number, a text or a tuple between the bracket around it and the token.
  bool isBehindFirstValue() const;
  /// Whether the token is the first one of its statement.
  bool atStatementStart() const;

  bool expects(uint16_t type) const { return expected_.contains(static_cast<size_t>(type)); }
  bool expectsExpression() const { return expects(Lexer::SPAWN); }
  bool expectsPattern() const {
    return expects(Lexer::UNDERSCORE) && !expects(Lexer::TYPE_BRACE) && !expectsExpression();
  }
  bool expectsType() const { return expects(Lexer::TYPE_BRACE) && expects(Lexer::LPAREN) && !expectsExpression(); }
  bool expectsName() const { return expects(Lexer::IDENT); }
  /// The token types that would fit, ascending.
  std::vector<uint16_t> expectedTypes() const;

  /// Whether the rule is open, the innermost `levels` of them counted.
  bool within(size_t rule, size_t levels = SIZE_MAX) const;

  /// The place to underline: the token, or the point behind the token before when a line or the file ends.
  Span span() const;
  Span span(const Token &token) const { return {file_, token.begin, token.end}; }
  std::string_view text(const Token &token) const {
    return tokens_.text().substr(token.begin, token.end - token.begin);
  }
  /// The token as a message names it: "`+`", "the end of the line", "a string".
  std::string words(const Token &token) const;

private:
  void findOpener();

  TokenList &tokens_;
  uint32_t file_;
  size_t index_;
  antlr4::misc::IntervalSet expected_;
  const antlr4::ParserRuleContext *context_;
  const Token *opener_ = nullptr;
};

} // namespace flow::parse
