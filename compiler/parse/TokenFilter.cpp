#include "compiler/parse/TokenFilter.h"

#include <cctype>

namespace flow::parse {

namespace {

/// After these a statement goes on in the next line.
bool goesOnAfter(uint16_t type) {
  switch (type) {
  case Lexer::PIPE:
  case Lexer::DOT:
  case Lexer::OPTIONAL_DOT:
  case Lexer::COALESCE:
  case Lexer::RANGE:
  case Lexer::RANGE_TO:
  case Lexer::FAT_ARROW:
  case Lexer::ARROW:
  case Lexer::COLON:
  case Lexer::COMMA:
  case Lexer::SPAWN:
  case Lexer::AWAIT:
  case Lexer::AND:
  case Lexer::OR:
  case Lexer::NOT:
  case Lexer::NOT_IN:
  case Lexer::IN:
  case Lexer::DIV: return true;
  default: return isOpener(type) || (type >= Lexer::POWER && type <= Lexer::TILDE);
  }
}

/// A line that begins with one of these goes on with the statement before it.
bool goesOnBefore(uint16_t type) {
  switch (type) {
  case Lexer::PIPE:
  case Lexer::DOT:
  case Lexer::TUPLE_INDEX:
  case Lexer::OPTIONAL_DOT:
  case Lexer::FAT_ARROW:
  case Lexer::ARROW:
  case Lexer::ELSE:
  case Lexer::CATCH:
  case Lexer::AND:
  case Lexer::OR:
  case Lexer::COALESCE:
  case Lexer::WITH: return true;
  default: return isCloser(type);
  }
}

bool isSeparator(uint16_t type) { return type == Lexer::NEWLINE || type == Lexer::SEMICOLON; }

/// Whether a token makes no part of a tree deeper: a leaf, or text.
bool isLeaf(uint16_t type) {
  switch (type) {
  case Lexer::IDENT:
  case Lexer::QUOTED:
  case Lexer::UNDERSCORE:
  case Lexer::INT:
  case Lexer::FLOAT:
  case Lexer::QUANTITY:
  case Lexer::DATE:
  case Lexer::RAW_STRING:
  case Lexer::BYTES:
  case Lexer::TRUE:
  case Lexer::FALSE:
  case Lexer::NONE:
  case Lexer::STRING_OPEN:
  case Lexer::TRIPLE_OPEN:
  case Lexer::STRING_TEXT:
  case Lexer::STRING_ESCAPE:
  case Lexer::STRING_CLOSE:
  case Lexer::FORMAT_COLON:
  case Lexer::FORMAT_TEXT: return true;
  default: return false;
  }
}

} // namespace

bool TokenFilter::run(std::vector<Token> &out) {
  out.clear();
  out.reserve(in_.size());
  out_ = &out;
  open_.assign(1, {0, 0});
  findUnclosed();
  size_t counted = 0;
  for (size_t index = 0; in_[index].type != kEndOfFile;) {
    filter(index);
    for (; counted < out.size(); ++counted)
      if (!countNesting(out[counted])) return false;
  }
  out.push_back(in_.back());
  return true;
}

void TokenFilter::filter(size_t &index) {
  const Token &token = in_[index];
  if (isSeparator(token.type)) return newlines(index);
  if (foreign(index) || number(index)) return;
  if (token.type == Lexer::NOT && typeAt(index + 1) == Lexer::IN) {
    put(Lexer::NOT_IN, token.begin, in_[index + 1].end);
    index += 2;
    return;
  }
  uint16_t type = token.type;
  if (type == Lexer::IDENT || isReservedWord(type)) type = word(index);
  if (type == Lexer::FAIL || type == Lexer::RETURN)
    type = leaving(index);
  else if (type == token.type)
    type = sign(index);
  bool isBehindValue = endsValue(previous()); // `x match { .. }`
  put(type, token.begin, token.end);
  out_->back().unclosed = unclosed_[index];
  ++index;
  if (type == Lexer::MATCH && typeAt(index) == Lexer::LBRACE && !isBehindValue) { // its arms are read all the same
    emitter_.report(diag::Code::SyntaxError, span(token.begin, token.end), "`match` needs the value that is matched")
        .help("write it before the braces: `match x { .. }`");
    put(Lexer::UNDERSCORE, token.end, token.end);
  }
}

// A `(` or `[` without its end must not swallow the newlines behind it: the parser reports it where its line
// ends.
void TokenFilter::findUnclosed() {
  unclosed_.assign(in_.size(), false);
  std::vector<size_t> open;
  auto matches = [](uint16_t opener, uint16_t closer) {
    return (opener == Lexer::LPAREN && closer == Lexer::RPAREN) ||
           (opener == Lexer::LBRACKET && closer == Lexer::RBRACKET) ||
           (opener == Lexer::LBRACE && closer == Lexer::RBRACE) ||
           (opener == Lexer::INTERPOLATION_OPEN && closer == Lexer::INTERPOLATION_CLOSE);
  };
  auto isWall = [](uint16_t opener) { return opener == Lexer::LBRACE || opener == Lexer::INTERPOLATION_OPEN; };
  for (size_t index = 0; index != in_.size(); ++index) {
    uint16_t type = in_[index].type;
    if (isOpener(type) || type == Lexer::INTERPOLATION_OPEN) open.push_back(index);
    if (!isCloser(type) && type != Lexer::INTERPOLATION_CLOSE) continue;
    size_t depth = open.size();
    while (depth > 0 && !matches(in_[open[depth - 1]].type, type) && !isWall(in_[open[depth - 1]].type)) --depth;
    if (depth == 0 || !matches(in_[open[depth - 1]].type, type)) continue;
    for (; open.size() > depth; open.pop_back()) unclosed_[open.back()] = true;
    open.pop_back();
  }
  for (size_t index : open) unclosed_[index] = true;
}

size_t TokenFilter::skipNewlines(size_t index) const {
  while (typeAt(index) == Lexer::NEWLINE) ++index;
  return index;
}

bool TokenFilter::insideRound() const {
  uint16_t type = open_.back().type;
  return type == Lexer::LPAREN || type == Lexer::LBRACKET || type == Lexer::INTERPOLATION_OPEN;
}

// ---- newlines

// A run of newlines and semicolons becomes one separator, or nothing. A semicolon always separates.
void TokenFilter::newlines(size_t &index) {
  const Token *kept = &in_[index];
  for (; isSeparator(typeAt(index)); ++index)
    if (kept->type == Lexer::NEWLINE && in_[index].type == Lexer::SEMICOLON) kept = &in_[index];
  uint16_t before = previous();
  uint16_t after = typeAt(index);
  bool atEdge = before == 0 || before == Lexer::LBRACE || before == Lexer::TYPE_BRACE || after == Lexer::RBRACE ||
                after == kEndOfFile;
  if (atEdge) return;
  if (abandonsFields(index)) closeFields();
  if (kept->type == Lexer::SEMICOLON || endsStatement(before, index)) put(kept->type, kept->begin, kept->end);
}

bool TokenFilter::endsStatement(uint16_t before, size_t next) const {
  if (insideRound()) return abandonsBrackets(next);
  uint16_t after = typeAt(next);
  if (isReservedWord(after) && typeAt(next + 1) == Lexer::COLON) return !goesOnAfter(before); // a name: `or: bool`
  bool takesName = before == Lexer::DOT || before == Lexer::OPTIONAL_DOT;
  if (goesOnAfter(before)) return !takesName && isNewStatement(next);
  return !goesOnBefore(after);
}

// Within brackets a line cannot begin with `let` or a declaration, so there a closing bracket is missing: the
// newline counts again, and the parser reports the bracket here instead of at the end of the file.
bool TokenFilter::abandonsBrackets(size_t next) const {
  for (size_t depth = open_.size(); depth > 0; --depth)
    if (open_[depth - 1].type == Lexer::INTERPOLATION_OPEN)
      return false;
    else if (open_[depth - 1].type != Lexer::LPAREN && open_[depth - 1].type != Lexer::LBRACKET)
      break;
  return isNewStatement(next);
}

/// Whether what stands there, in a line of its own, cannot go on with what is before it.
bool TokenFilter::isNewStatement(size_t next) const {
  if (typeAt(next + 1) == Lexer::COLON) return false;
  switch (typeAt(next)) {
  case Lexer::LET:
  case Lexer::WHILE:
  case Lexer::IMPORT:
  case Lexer::PUB:
  case Lexer::ASSERT: return true;
  case Lexer::VAR: return typeAt(next + 1) != Lexer::LPAREN; // `var(.x)` is the aggregate
  case Lexer::FN: return isName(typeAt(next + 1));
  case Lexer::IDENT: return head(next) != Lexer::IDENT;
  default: return false;
  }
}

// In the braces of a type or an enum without their end, a line that is no field and no variant goes on with the
// program.
bool TokenFilter::abandonsFields(size_t next) const {
  const Open &open = open_.back();
  if (open_.size() < 2 || !(*out_)[open.token].unclosed || typeAt(next) == kEndOfFile) return false;
  bool isReserved = isReservedWord(typeAt(next));
  if (open.type == Lexer::TYPE_BRACE)
    return !((isName(typeAt(next)) || isReserved) && typeAt(next + 1) == Lexer::COLON) && !isCloser(typeAt(next));
  uint16_t kind = open.token > 1 ? (*out_)[open.token - 2].type : uint16_t{0};
  if (open.type != Lexer::LBRACE || (kind != Lexer::ENUM && kind != Lexer::ERROR)) return false;
  bool isLower = typeAt(next) == Lexer::IDENT && std::islower(static_cast<unsigned char>(textOf(in_[next])[0]));
  return isReserved || (isLower && typeAt(next + 1) != Lexer::COMMA && typeAt(next + 1) != Lexer::NEWLINE);
}

void TokenFilter::closeFields() {
  Token &opener = (*out_)[open_.back().token];
  opener.unclosed = false;
  Token &last = out_->back();
  if (last.type == Lexer::COMMA) last.type = Lexer::TRAILING_COMMA;
  emitter_.report(diag::Code::SyntaxError, span(last.end, last.end), "expected `}`, found the end of the line")
      .label("expected `}`")
      .also(span(opener.begin, opener.end), "this bracket is never closed");
  put(Lexer::RBRACE, last.end, last.end);
}

// ---- signs

uint16_t TokenFilter::sign(size_t index) const {
  uint16_t type = in_[index].type;
  size_t next = index + 1;
  switch (type) {
  case Lexer::LBRACE:
    next = skipNewlines(next);
    if ((isName(typeAt(next)) || isReservedWord(typeAt(next))) && typeAt(next + 1) == Lexer::COLON)
      return Lexer::TYPE_BRACE;
    return type;
  case Lexer::COMMA:
    if (isCloser(typeAt(skipNewlines(next))) && !isOpener(previous()) && previous() != Lexer::COMMA)
      return Lexer::TRAILING_COMMA;
    return type;
  case Lexer::RANGE:
    if (!insideRound()) return type;
    next = skipNewlines(next);
    if (typeAt(next) == Lexer::COMMA || typeAt(next) == Lexer::RBRACKET || typeAt(next) == Lexer::RPAREN)
      return Lexer::OPEN_RANGE;
    return type;
  case Lexer::FN: return isName(typeAt(next)) ? uint16_t{Lexer::FN_NAMED} : type;
  default: return type;
  }
}

// ---- nesting

bool TokenFilter::countNesting(const Token &token) {
  auto closes = [&](auto isOpen, auto isWall) {
    for (size_t depth = open_.size(); depth > 1; --depth) {
      if (isOpen(open_[depth - 1].type)) {
        for (; open_.size() >= depth; open_.pop_back()) links_ -= open_.back().links;
        return;
      }
      if (isWall(open_[depth - 1].type)) return;
    }
  };
  auto isBrace = [](uint16_t type) { return type == Lexer::LBRACE || type == Lexer::TYPE_BRACE; };
  auto isInterpolation = [](uint16_t type) { return type == Lexer::INTERPOLATION_OPEN; };
  auto isWall = [&](uint16_t type) { return isBrace(type) || isInterpolation(type); };
  Open &level = open_.back();
  switch (token.type) {
  case Lexer::RPAREN: closes([](uint16_t type) { return type == Lexer::LPAREN; }, isWall); return true;
  case Lexer::RBRACKET: closes([](uint16_t type) { return type == Lexer::LBRACKET; }, isWall); return true;
  case Lexer::RBRACE: closes(isBrace, isInterpolation); return true;
  case Lexer::INTERPOLATION_CLOSE: closes(isInterpolation, [](uint16_t) { return false; }); return true;
  case Lexer::NEWLINE:
  case Lexer::SEMICOLON:
  case Lexer::COMMA:
  case Lexer::TRAILING_COMMA:
    links_ -= level.links;
    level.links = 0;
    if (token.type == Lexer::NEWLINE)
      while (open_.back().type == Lexer::LPAREN || open_.back().type == Lexer::LBRACKET) { // abandoned
        links_ -= open_.back().links;
        open_.pop_back();
      }
    return true;
  default: break;
  }
  if (isLeaf(token.type)) return true;
  ++level.links;
  Span place = span(token.begin, token.end);
  if (++links_ > kMaxLinks) return tooDeep(place, "this expression has more than 5000 operators and calls");
  if (!isOpener(token.type) && token.type != Lexer::INTERPOLATION_OPEN) return true;
  bool round = token.type == Lexer::LPAREN || token.type == Lexer::LBRACKET;
  if (token.unclosed && round) return true;
  open_.push_back({token.type, 0, static_cast<size_t>(&token - out_->data())});
  return open_.size() <= kMaxBrackets + 1 || tooDeep(place, "brackets are nested more than 256 deep");
}

bool TokenFilter::tooDeep(Span place, const char *what) {
  emitter_.report(diag::Code::NestingTooDeep, place, what);
  return false;
}

} // namespace flow::parse
