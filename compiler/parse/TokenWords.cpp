// TokenFilter: what a word is. See grammar/README.md.
#include "compiler/parse/TokenFilter.h"

namespace flow::parse {

namespace {

struct Head {
  std::string_view word;
  uint16_t type;
};

/// Words that head a declaration when a name follows.
constexpr Head kBeforeName[] = {{"param", Lexer::PARAM},  {"schema", Lexer::SCHEMA}, {"type", Lexer::TYPE},
                                {"enum", Lexer::ENUM},    {"error", Lexer::ERROR},   {"actor", Lexer::ACTOR},
                                {"env", Lexer::ENV},      {"state", Lexer::STATE},   {"model", Lexer::MODEL},
                                {"train", Lexer::TRAIN},  {"tune", Lexer::TUNE},     {"serve", Lexer::SERVE},
                                {"extern", Lexer::EXTERN}};
/// Words that change the `fn` behind them.
constexpr Head kModifiers[] = {{"task", Lexer::TASK},           {"read", Lexer::READ},
                               {"nondet", Lexer::NONDET},       {"idempotent", Lexer::IDEMPOTENT},
                               {"aggregate", Lexer::AGGREGATE}, {"train", Lexer::TRAIN_MODIFIER}};

template <size_t N> uint16_t find(const Head (&heads)[N], std::string_view word) {
  for (const Head &head : heads)
    if (head.word == word) return head.type;
  return Lexer::IDENT;
}

/// What may stand behind `return` that has no value.
bool endsReturn(uint16_t type) {
  switch (type) {
  case Lexer::NEWLINE:
  case Lexer::SEMICOLON:
  case Lexer::COMMA:
  case Lexer::INTERPOLATION_CLOSE:
  case kEndOfFile:
  case Lexer::ELSE:
  case Lexer::CATCH:
  case Lexer::PIPE:
  case Lexer::AND:
  case Lexer::OR:
  case Lexer::COALESCE: return true;
  default: return isCloser(type);
  }
}

} // namespace

bool TokenFilter::beginsStatement() const {
  uint16_t before = previous();
  return out_->empty() || before == Lexer::NEWLINE || before == Lexer::SEMICOLON || before == Lexer::LBRACE;
}

uint16_t TokenFilter::word(size_t index) const {
  uint16_t type = in_[index].type;
  if (previous() == Lexer::DOT || previous() == Lexer::OPTIONAL_DOT) return Lexer::IDENT;
  if (type == Lexer::IDENT) return head(index);
  // `var(.x)` is the aggregate; `var (a, b) = t` begins a statement.
  bool mayBeCalled = type == Lexer::VAR && typeAt(index + 1) == Lexer::LPAREN;
  if (mayBeCalled && !beginsStatement()) return Lexer::IDENT;
  if (typeAt(index + 1) != Lexer::COLON) return type;
  // `match: 2` names an argument or a field; but `[true: 1]` is a map, and `else:` is someone's Python.
  bool literal = type == Lexer::TRUE || type == Lexer::FALSE || type == Lexer::NONE;
  if (literal && open_.back().type == Lexer::LBRACKET) return type;
  if (type == Lexer::ELSE && (previous() == Lexer::RBRACE || previous() == Lexer::NEWLINE)) return type;
  return Lexer::IDENT;
}

// Two words side by side are a declaration: no expression has a name right after a name.
uint16_t TokenFilter::head(size_t index) const {
  uint16_t next = typeAt(index + 1);
  std::string_view word = textOf(in_[index]);
  switch (next) {
  case Lexer::FN: return find(kModifiers, word);
  case Lexer::IDENT:
  case Lexer::QUOTED:
    if (isModifierBeforeFn(index + 1)) return find(kModifiers, word);
    if (word == "route") return typeAt(index + 2) == Lexer::STRING_OPEN ? uint16_t{Lexer::ROUTE} : in_[index].type;
    return find(kBeforeName, word);
  case Lexer::STRING_OPEN:
    if (word == "test") return Lexer::TEST;
    if (word == "extern") return Lexer::EXTERN;
    return word == "lib" && previous() == Lexer::STRING_CLOSE ? uint16_t{Lexer::LIB} : in_[index].type;
  case Lexer::LBRACE: {
    uint16_t before = previous();
    bool begins = before == Lexer::NEWLINE || before == Lexer::SEMICOLON || before == Lexer::COMMA ||
                  before == Lexer::LBRACE || before == Lexer::TYPE_BRACE;
    return word == "space" && begins ? uint16_t{Lexer::SPACE} : in_[index].type;
  }
  default: return in_[index].type;
  }
}

bool TokenFilter::isModifierBeforeFn(size_t index) const {
  while (typeAt(index) == Lexer::IDENT && find(kModifiers, textOf(in_[index])) != Lexer::IDENT) {
    if (typeAt(index + 1) == Lexer::FN) return true;
    ++index;
  }
  return false;
}

uint16_t TokenFilter::leaving(size_t index) const {
  size_t nextIndex = insideRound() ? skipNewlines(index + 1) : index + 1;
  uint16_t next = typeAt(nextIndex), before = previous();
  if (in_[index].type == Lexer::RETURN) {
    if (endsReturn(next)) return Lexer::RETURN_BARE;
    return before == Lexer::COALESCE ? Lexer::RETURN_OPERAND : Lexer::RETURN;
  }
  // `bad_rows: fail` names an option.
  bool alone = next == Lexer::COMMA || next == Lexer::RPAREN || next == Lexer::RBRACKET;
  bool argument =
      before == Lexer::LPAREN || before == Lexer::LBRACKET || before == Lexer::COMMA || before == Lexer::COLON;
  if (alone && argument && insideRound()) return Lexer::IDENT;
  return before == Lexer::COALESCE ? Lexer::FAIL_OPERAND : Lexer::FAIL;
}

} // namespace flow::parse
