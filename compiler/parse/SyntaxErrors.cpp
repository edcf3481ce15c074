#include "compiler/parse/SyntaxErrors.h"

#include "grammar/FlowParser.h"

namespace flow::parse {

namespace {

using Grammar = grammar::FlowParser;

/// Rules that end where a separator or a closing brace stands, so that what follows can still be understood.
bool isElement(size_t rule) {
  switch (rule) {
  case Grammar::RuleTopItem:
  case Grammar::RuleItem:
  case Grammar::RuleMember:
  case Grammar::RuleStageItem:
  case Grammar::RuleStageEntry:
  case Grammar::RuleExternFn:
  case Grammar::RuleField:
  case Grammar::RuleVariant:
  case Grammar::RuleArm: return true;
  default: return false;
  }
}

bool isSeparator(uint16_t type) {
  return type == Lexer::NEWLINE || type == Lexer::SEMICOLON || type == Lexer::COMMA || type == Lexer::TRAILING_COMMA;
}

constexpr size_t kNoElement = SIZE_MAX;

/// The rule of which this one holds a list within braces.
size_t elementOf(size_t rule) {
  switch (rule) {
  case Grammar::RuleBlock: return Grammar::RuleItem;
  case Grammar::RuleMemberBlock: return Grammar::RuleMember;
  case Grammar::RuleStageDecl: return Grammar::RuleStageItem;
  case Grammar::RuleSpaceDecl: return Grammar::RuleStageEntry;
  case Grammar::RuleExternDecl: return Grammar::RuleExternFn;
  case Grammar::RuleFieldList: return Grammar::RuleField;
  case Grammar::RuleVariantBlock: return Grammar::RuleVariant;
  case Grammar::RulePrimary: return Grammar::RuleArm;
  default: return kNoElement;
  }
}

/// Whether a comma separates the elements of this kind; statements take newlines and semicolons only.
bool takesComma(size_t element) {
  return element != Grammar::RuleTopItem && element != Grammar::RuleItem && element != Grammar::RuleMember &&
         element != Grammar::RuleExternFn;
}

} // namespace

/// The `{` of a body on a line of its own: reported, and read as if it stood on the line before.
bool SyntaxErrors::passLateBrace(antlr4::Parser *parser) {
  if (recovering_ || tokens_.LA(1) != Lexer::NEWLINE || tokens_.LA(2) != Lexer::LBRACE) return false;
  if (!messages_.reportLateBrace(*parser, tokens_)) return false;
  tokens_.consume();
  return true;
}

antlr4::Token *SyntaxErrors::recoverInline(antlr4::Parser *parser) {
  if (passLateBrace(parser)) {
    antlr4::Token *brace = parser->getCurrentToken();
    parser->consume();
    return brace;
  }
  if (recovering_ || !messages_.replaces(*parser, tokens_)) throw antlr4::InputMismatchException(parser);
  antlr4::Token *token = parser->getCurrentToken();
  parser->consume();
  return token;
}

void SyntaxErrors::report(antlr4::Parser *parser) {
  if (recovering_) return;
  recovering_ = true;
  messages_.report(*parser, tokens_);
}

void SyntaxErrors::recover(antlr4::Parser *parser, std::exception_ptr exception) {
  antlr4::ParserRuleContext *context = parser->getContext();
  if (!isElement(context->getRuleIndex())) std::rethrow_exception(exception);
  skipElement(context->getStart()->getTokenIndex(), takesComma(context->getRuleIndex()));
}

// Called before each decision; only the one behind an element of a list matters here.
void SyntaxErrors::sync(antlr4::Parser *parser) {
  antlr4::ParserRuleContext *context = parser->getContext();
  if (context->getRuleIndex() == Grammar::RuleFnBody && context->children.empty()) passLateBrace(parser);
  size_t element = elementOf(context->getRuleIndex());
  if (element == kNoElement || context->children.empty()) return;
  auto *last = dynamic_cast<antlr4::ParserRuleContext *>(context->children.back());
  if (!last || last->getRuleIndex() != element) return;
  while (true) {
    uint16_t type = tokenOf(tokens_.LT(1)).type;
    bool comma = type == Lexer::COMMA || type == Lexer::TRAILING_COMMA;
    if (comma ? takesComma(element) : isSeparator(type)) return;
    if (type == kEndOfFile || type == Lexer::RBRACE) return;
    report(parser);
    size_t before = tokens_.index();
    skipElement(before, takesComma(element));
    if (tokens_.index() == before) tokens_.consume();
  }
}

void SyntaxErrors::leaveTopItem(size_t begin) {
  const Token &token = tokenOf(tokens_.LT(1));
  bool stuck = tokens_.index() == begin;
  if (token.type != kEndOfFile && (stuck || (recovering_ && isSeparator(token.type)))) tokens_.consume();
  if (messages_.full()) tokens_.seek(tokens_.size() - 1);
}

// From the token at hand to the end of the element that began with token `begin`.
void SyntaxErrors::skipElement(size_t begin, bool endsAtComma) {
  size_t depth = 0;
  auto count = [&](const Token &token) {
    if (token.unclosed) return;
    if (isOpener(token.type) || token.type == Lexer::INTERPOLATION_OPEN)
      ++depth;
    else if ((isCloser(token.type) || token.type == Lexer::INTERPOLATION_CLOSE) && depth > 0)
      --depth;
  };
  for (size_t index = begin; index < tokens_.index(); ++index) count(tokens_.at(index).token());
  while (true) {
    const Token &token = tokenOf(tokens_.LT(1));
    if (token.type == kEndOfFile) return;
    // `else` in a line of its own is a part of what is given up.
    bool goesOn = token.type == Lexer::NEWLINE && tokens_.LA(2) == Lexer::ELSE;
    bool isComma = token.type == Lexer::COMMA || token.type == Lexer::TRAILING_COMMA;
    bool ends = isComma ? endsAtComma : isSeparator(token.type) || token.type == Lexer::RBRACE;
    if (depth == 0 && !goesOn && ends) return;
    count(token);
    tokens_.consume();
  }
}

} // namespace flow::parse
