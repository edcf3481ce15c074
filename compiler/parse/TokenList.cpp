#include "compiler/parse/TokenList.h"

namespace flow::parse {

std::string_view ParserToken::view() const { return list_->text().substr(token_.begin, token_.end - token_.begin); }

TokenList::TokenList(const std::vector<Token> &tokens, std::string_view text) : text_(text) {
  tokens_.reserve(tokens.size());
  for (const Token &token : tokens) tokens_.emplace_back(this, token, tokens_.size());
}

antlr4::Token *TokenList::LT(ssize_t distance) {
  size_t index = at_ + static_cast<size_t>(distance > 0 ? distance - 1 : distance);
  if (distance < 0 && static_cast<size_t>(-distance) > at_) return nullptr;
  return &tokens_[std::min(index, tokens_.size() - 1)];
}

std::string TokenList::getText(const antlr4::misc::Interval &interval) {
  return getText(get(static_cast<size_t>(interval.a)), get(static_cast<size_t>(interval.b)));
}

std::string TokenList::getText(antlr4::RuleContext *context) { return getText(context->getSourceInterval()); }

std::string TokenList::getText(antlr4::Token *start, antlr4::Token *stop) {
  uint32_t begin = tokenOf(start).begin, end = tokenOf(stop).end;
  return std::string(text_.substr(begin, end > begin ? end - begin : 0));
}

} // namespace flow::parse
