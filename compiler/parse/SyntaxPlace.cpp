#include "compiler/parse/SyntaxPlace.h"

#include <algorithm>

namespace flow::parse {

SyntaxPlace::SyntaxPlace(antlr4::Parser &parser, TokenList &tokens, uint32_t file)
    : tokens_(tokens), file_(file), index_(tokens.index()), expected_(parser.getExpectedTokens()),
      context_(parser.getContext()) {
  findOpener();
}

uint16_t SyntaxPlace::typeBefore(size_t distance) const {
  return index_ >= distance ? tokens_.at(index_ - distance).token().type : uint16_t{0};
}

uint16_t SyntaxPlace::typeAfter(size_t distance) const {
  return index_ + distance < tokens_.size() ? tokens_.at(index_ + distance).token().type : kEndOfFile;
}

const Token &SyntaxPlace::after(size_t distance) const {
  return index_ + distance < tokens_.size() ? tokens_.at(index_ + distance).token() : at();
}

size_t SyntaxPlace::closerAfter() const {
  size_t depth = 0;
  for (size_t distance = 0; typeAfter(distance) != kEndOfFile && typeAfter(distance) != Lexer::NEWLINE; ++distance) {
    if (isOpener(typeAfter(distance))) ++depth;
    if (isCloser(typeAfter(distance)) && --depth == 0) return distance;
  }
  return 0;
}

size_t SyntaxPlace::openerBefore(size_t distance) const {
  size_t depth = 0;
  for (; distance <= index_; ++distance) {
    if (isCloser(typeBefore(distance))) ++depth;
    if (isOpener(typeBefore(distance)) && --depth == 0) return distance;
  }
  return 0;
}

const Token &SyntaxPlace::statementBegin() const {
  size_t index = index_;
  auto separates = [](uint16_t type) {
    return type == Lexer::NEWLINE || type == Lexer::SEMICOLON || type == Lexer::LBRACE;
  };
  while (index > 0 && !separates(tokens_.at(index - 1).token().type)) --index;
  return tokens_.at(index).token();
}

bool SyntaxPlace::isBehindFirstValue() const {
  size_t distance = 1;
  if (typeBefore() == Lexer::STRING_CLOSE)
    while (distance < index_ && typeBefore(distance) != Lexer::STRING_OPEN) ++distance;
  if (typeBefore() == Lexer::RPAREN) distance = std::max<size_t>(openerBefore(1), 1);
  return opener_ && index_ > distance && &tokens_.at(index_ - distance - 1).token() == opener_;
}

bool SyntaxPlace::afterIsOnLine() const {
  if (at().type == kEndOfFile) return false;
  uint32_t next = tokens_.at(index_ + 1).token().begin;
  return tokens_.text().substr(at().end, next - at().end).find('\n') == std::string_view::npos;
}

void SyntaxPlace::findOpener() {
  size_t closed = 0;
  for (size_t index = index_; index-- > 0;) {
    const Token &token = tokens_.at(index).token();
    bool opens = isOpener(token.type) || token.type == Lexer::INTERPOLATION_OPEN;
    bool closes = isCloser(token.type) || token.type == Lexer::INTERPOLATION_CLOSE;
    if (closes) ++closed;
    if (!opens) continue;
    if (closed == 0) {
      opener_ = &token;
      return;
    }
    --closed;
  }
}

bool SyntaxPlace::atStatementStart() const {
  switch (typeBefore()) {
  case 0:
  case Lexer::NEWLINE:
  case Lexer::SEMICOLON:
  case Lexer::LBRACE: return true;
  default: return false;
  }
}

std::vector<uint16_t> SyntaxPlace::expectedTypes() const {
  std::vector<uint16_t> types;
  for (ssize_t type : expected_.toList()) types.push_back(type < 0 ? kEndOfFile : static_cast<uint16_t>(type));
  return types;
}

bool SyntaxPlace::within(size_t rule, size_t levels) const {
  const antlr4::RuleContext *each = context_;
  for (; each && levels > 0; each = static_cast<const antlr4::RuleContext *>(each->parent), --levels)
    if (each->getRuleIndex() == rule) return true;
  return false;
}

Span SyntaxPlace::span() const {
  bool ends = at().type == Lexer::NEWLINE || at().type == kEndOfFile;
  return ends && before() ? span(*before()).atEnd() : span(at());
}

std::string SyntaxPlace::words(const Token &token) const {
  switch (token.type) {
  case kEndOfFile: return "the end of the file";
  case Lexer::NEWLINE: return "the end of the line";
  case Lexer::STRING_OPEN:
  case Lexer::TRIPLE_OPEN:
  case Lexer::STRING_TEXT:
  case Lexer::STRING_ESCAPE:
  case Lexer::STRING_CLOSE: return "a string";
  default: {
    std::string written(text(token));
    if (written.size() > 40 || written.empty()) return std::string(tokenName(token.type));
    return "`" + written + "`";
  }
  }
}

} // namespace flow::parse
