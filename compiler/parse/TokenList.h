#pragma once
// The filtered tokens as ANTLR's parser reads them: a stream over a vector, without buffering and without
// text copies.

#include "compiler/parse/Tokens.h"

#include <antlr4-runtime.h>

namespace flow::parse {

class TokenList;

/// A Token as ANTLR knows it.
class ParserToken final : public antlr4::Token {
public:
  ParserToken(const TokenList *list, const parse::Token &token, size_t index)
      : list_(list), token_(token), index_(index) {}

  const parse::Token &token() const { return token_; }
  std::string_view view() const;

  std::string getText() const override { return std::string(view()); }
  size_t getType() const override { return token_.type == kEndOfFile ? EOF : token_.type; }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return token_.begin; }
  size_t getChannel() const override { return DEFAULT_CHANNEL; }
  size_t getTokenIndex() const override { return index_; }
  size_t getStartIndex() const override { return token_.begin; }
  size_t getStopIndex() const override { return size_t{token_.end} - 1; }
  antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  antlr4::CharStream *getInputStream() const override { return nullptr; }
  std::string toString() const override { return getText(); }

private:
  const TokenList *list_;
  parse::Token token_;
  size_t index_;
};

class TokenList final : public antlr4::TokenStream {
public:
  /// `tokens` ends with kEndOfFile; `text` is what their offsets count in and outlives the list.
  TokenList(const std::vector<Token> &tokens, std::string_view text);

  std::string_view text() const { return text_; }
  size_t count() const { return tokens_.size(); }
  const ParserToken &at(size_t index) const { return tokens_[index]; }

  antlr4::Token *LT(ssize_t distance) override;
  antlr4::Token *get(size_t index) const override { return &tokens_[index]; }
  antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval &interval) override;
  std::string getText() override { return std::string(text_); }
  std::string getText(antlr4::RuleContext *context) override;
  std::string getText(antlr4::Token *start, antlr4::Token *stop) override;

  void consume() override { ++at_; }
  size_t LA(ssize_t distance) override { return LT(distance)->getType(); }
  ssize_t mark() override { return -1; }
  void release(ssize_t) override {}
  size_t index() override { return at_; }
  void seek(size_t index) override { at_ = index; }
  size_t size() override { return count(); }
  std::string getSourceName() const override { return {}; }

private:
  mutable std::vector<ParserToken> tokens_; // mutable: ANTLR's tokens are not const
  std::string_view text_;
  size_t at_ = 0;
};

/// The token of ours behind one of ANTLR's.
inline const Token &tokenOf(const antlr4::Token *token) { return static_cast<const ParserToken *>(token)->token(); }

} // namespace flow::parse
