#include "compiler/parse/AstBuilder.h"

namespace flow::parse {

AstBuilder::AstBuilder(ast::Module &module, std::string_view text, diag::Emitter &emitter)
    : module_(module), text_(text), emitter_(emitter), docs_(module.comments, text) {}

void AstBuilder::add(Grammar::TopItemContext *tree) {
  size_t count = module_.items.size();
  if (tree->item()) item(tree->item(), module_.items);
  if (module_.items.size() == count) return;
  ast::Stmt *statement = module_.items.back().stmt;
  if (!statement)
    statements_.clear();
  else if (strayMinus(statements_, *statement, false))
    module_.items.pop_back();
  else
    statements_.push_back(statement);
}

void AstBuilder::finish() {
  uint32_t first = static_cast<uint32_t>(text_.size());
  if (!module_.items.empty())
    first = module_.items[0].decl ? module_.items[0].decl->span.begin : module_.items[0].stmt->span.begin;
  module_.doc = docs_.aboutProgram(first);
}

Span AstBuilder::span(antlr4::ParserRuleContext *tree) const {
  Span begin = span(tree->getStart());
  Span end = tree->getStop() ? span(tree->getStop()) : begin;
  return end.end < begin.begin ? begin.atBegin() : merge(begin, end);
}

std::string AstBuilder::excerpt(Span span) const {
  std::string_view whole = text(span);
  return whole.size() > 40 || whole.find('\n') != std::string_view::npos ? ".." : std::string(whole);
}

ast::Name AstBuilder::name(Grammar::NameContext *tree) const {
  ast::Name result;
  if (!tree || !tree->getStart()) return result;
  const Token &token = tokenOf(tree->getStart());
  result.span = span(tree->getStart());
  std::string_view written = text(result.span);
  result.quoted = token.type == Lexer::QUOTED;
  result.text = result.quoted ? written.substr(1, written.size() - 2) : written;
  return result;
}

} // namespace flow::parse
