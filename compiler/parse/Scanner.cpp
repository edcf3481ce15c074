#include "compiler/parse/Scanner.h"

#include "compiler/base/Utf8.h"

#include <cstdio>

namespace flow::parse {

namespace {

bool opensString(uint16_t type) { return type == Lexer::STRING_OPEN || type == Lexer::TRIPLE_OPEN; }

uint16_t closerOf(uint16_t opener) {
  switch (opener) {
  case Lexer::LPAREN: return Lexer::RPAREN;
  case Lexer::LBRACKET: return Lexer::RBRACKET;
  case Lexer::LBRACE: return Lexer::RBRACE;
  case Lexer::INTERPOLATION_OPEN: return Lexer::INTERPOLATION_CLOSE;
  default: return Lexer::STRING_CLOSE;
  }
}

/// How a person would name a character: itself, or its number when it is not visible.
std::string characterName(std::string_view character) {
  char32_t codePoint = 0;
  decodeUtf8(character, codePoint);
  bool visible = codePoint > 0x20 && codePoint != 0x7F && !(codePoint >= 0x80 && codePoint <= 0xA0) &&
                 !(codePoint >= 0x2000 && codePoint <= 0x200F) && !(codePoint >= 0x2028 && codePoint <= 0x202F) &&
                 codePoint != 0x3000 && codePoint != 0xFEFF;
  char number[16];
  std::snprintf(number, sizeof number, "U+%04X", static_cast<unsigned>(codePoint));
  return visible ? "`" + std::string(character) + "`" : number;
}

/// What to write instead of a character that people bring along from elsewhere; empty when nothing is known.
const char *remedy(std::string_view character) {
  struct Entry {
    std::string_view character;
    const char *help;
  };
  static constexpr Entry kEntries[] = {
      {"!", "negation is written `not`"},
      {"'", "strings stand in double quotes: `\"..\"`"},
      {"`", "a name in backticks ends on the line where it begins"},
      {"\u201C", "strings stand in plain double quotes: `\"`"},
      {"\u201D", "strings stand in plain double quotes: `\"`"},
      {"\u2018", "strings stand in plain double quotes: `\"`"},
      {"\u2019", "strings stand in plain double quotes: `\"`"},
      {"\u2212", "the minus sign is `-`"},
      {"\u00D7", "multiplication is written `*`"},
      {"\u2260", "inequality is written `!=`"},
      {"\u2264", "less or equal is written `<=`"},
      {"\u2265", "greater or equal is written `>=`"},
      {"\u2192", "an arrow is written `->` or `=>`"},
      {"\u00A0", "this is a no-break space: replace it by a plain one"},
  };
  for (const Entry &entry : kEntries)
    if (entry.character == character) return entry.help;
  return nullptr;
}

/// For `$` and `\`: right behind a value, as in `df$x`, and elsewhere.
const char *remedyBehindValue(std::string_view character) {
  if (character == "$") return "a field is written `record.name`, a column inside of a verb `.name`";
  return "an expression goes on in the next line after an operator or inside of brackets, without `\\`";
}

const char *remedyBeforeValue(std::string_view character) {
  if (character == "$") return "a name has no `$`; a value stands inside of a string as `${..}`: `\"${name}\"`";
  return "an expression goes on in the next line after an operator or inside of brackets, without `\\`; a lambda is "
         "written `fn(x) => x + 1`";
}

/// What is written instead of a macro of Rust; nullptr for one that is a function of the same name.
const char *macroRemedy(std::string_view name) {
  if (name == "println" || name == "eprintln" || name == "dbg") return "write `print(..)`";
  if (name == "print") return "write `print(..)`, which ends the line";
  if (name == "format") return "values stand in a text: `\"${name}\"`";
  if (name == "vec") return "a list is written `[1, 2]`";
  if (name == "panic" || name == "todo" || name == "unreachable") return "a failure is raised with `fail \"why\"`";
  if (name.starts_with("assert")) return "write `assert a == b`";
  return nullptr;
}

size_t beginAfterByteOrderMark(std::string_view text) { return text.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

} // namespace

Scanner::Scanner(uint32_t file, std::string_view text, diag::Emitter &emitter)
    : file_(file), text_(text), emitter_(emitter), stream_(text, beginAfterByteOrderMark(text)), lexer_(&stream_) {
  lexer_.removeErrorListeners();
  result_.tokens.reserve(text.size() / 3 + 16);
}

ScannedText Scanner::scan() {
  takeInterpreterLine();
  for (Token token = next(); token.type != kEndOfFile; token = next()) take(token);
  finish();
  uint32_t end = static_cast<uint32_t>(text_.size());
  put(kEndOfFile, end, end);
  return std::move(result_);
}

// `#!/usr/bin/env -S flowc run`: the first line of a program that is started by its name is a comment.
void Scanner::takeInterpreterLine() {
  auto begin = static_cast<uint32_t>(stream_.index());
  if (!text_.substr(begin).starts_with("#!")) return;
  skipLine();
  addComment({Lexer::COMMENT, begin, static_cast<uint32_t>(stream_.index())});
}

// What antlr4::Lexer::nextToken does, without making an object for each token.
Token Scanner::next() {
  uint32_t begin = static_cast<uint32_t>(stream_.index());
  if (begin >= text_.size()) return {kEndOfFile, begin, begin};
  lexer_.type = antlr4::Token::INVALID_TYPE;
  lexer_.channel = antlr4::Token::DEFAULT_CHANNEL;
  size_t matched = lexer_.getInterpreter<antlr4::atn::LexerATNSimulator>()->match(&stream_, lexer_.mode);
  size_t type = lexer_.type == antlr4::Token::INVALID_TYPE ? matched : lexer_.type;
  return {static_cast<uint16_t>(type), begin, static_cast<uint32_t>(stream_.index())};
}

void Scanner::take(Token token) {
  if (token.type == Lexer::BAD) return addBad(token);
  if (lexer_.channel != antlr4::Token::DEFAULT_CHANNEL) {
    if (token.type != Lexer::BLANK) addComment(token);
    return;
  }
  switch (token.type) {
  case Lexer::LPAREN:
  case Lexer::LBRACKET:
  case Lexer::LBRACE:
  case Lexer::INTERPOLATION_OPEN:
  case Lexer::STRING_OPEN:
  case Lexer::TRIPLE_OPEN: open_.push_back({token.type, token.begin}); break;
  case Lexer::RPAREN:
  case Lexer::RBRACKET: closeRound(token); break;
  case Lexer::RBRACE: return closeBrace(token);
  case Lexer::INTERPOLATION_CLOSE: // the end of a format
  case Lexer::STRING_CLOSE: open_.pop_back(); break;
  case Lexer::RAW_STRING: checkRawString(token); break;
  case Lexer::SLASH:
    if (text_.substr(token.end).starts_with('*')) return skipForeignComment(token);
    break;
  case Lexer::COLON:
    if (!inInterpolation()) break;
    token.type = Lexer::FORMAT_COLON;
    lexer_.setMode(Lexer::FORMAT);
    break;
  default: break;
  }
  result_.tokens.push_back(token);
}

void Scanner::addComment(Token token) {
  size_t lineBegin = token.begin;
  while (lineBegin > 0 && text_[lineBegin - 1] != '\n') --lineBegin;
  bool ownLine =
      text_.substr(lineBegin, token.begin - lineBegin).find_first_not_of(" \t\xEF\xBB\xBF") == std::string_view::npos;
  std::string_view text = text_.substr(token.begin, token.end - token.begin);
  size_t last = text.find_last_not_of(" \t");
  text = text.substr(0, last + 1);
  uint32_t end = token.begin + static_cast<uint32_t>(text.size());
  result_.comments.push_back({std::string(text), span(token.begin, end), token.type == Lexer::DOC, ownLine});
}

// A `}` closes the innermost `{` or `${`; what was opened after that is the parser's to complain about.
void Scanner::closeBrace(Token token) {
  size_t depth = open_.size();
  while (depth > 0 && (open_[depth - 1].type == Lexer::LPAREN || open_[depth - 1].type == Lexer::LBRACKET)) --depth;
  if (depth > 0 && !opensString(open_[depth - 1].type)) {
    bool interpolation = open_[depth - 1].type == Lexer::INTERPOLATION_OPEN;
    open_.resize(depth - 1);
    if (interpolation) {
      token.type = Lexer::INTERPOLATION_CLOSE;
      lexer_.popMode();
    }
  }
  result_.tokens.push_back(token);
}

void Scanner::closeRound(Token token) {
  uint16_t opener = token.type == Lexer::RPAREN ? Lexer::LPAREN : Lexer::LBRACKET;
  for (size_t depth = open_.size(); depth > 0; --depth) {
    uint16_t type = open_[depth - 1].type;
    if (type == opener) return open_.resize(depth - 1);
    if (type != Lexer::LPAREN && type != Lexer::LBRACKET) return;
  }
}

void Scanner::addBad(Token token) {
  std::string_view character = text_.substr(token.begin, token.end - token.begin);
  if (lexer_.mode == Lexer::FORMAT) {
    emitter_
        .report(diag::Code::UnclosedString, span(open_.back().begin, open_.back().begin + 2),
                "the `}` that ends `${` is missing")
        .also(span(token.begin, token.begin), "expected `}` here");
    put(Lexer::INTERPOLATION_CLOSE, token.begin, token.begin);
    open_.pop_back();
    lexer_.popMode();
    stream_.seek(token.begin); // the character is read again as part of the string
    return;
  }
  if (lexer_.mode == Lexer::STRING && character.ends_with('\n')) {
    if (goesOnBelow(token)) return;
    breakString(token.begin);
    return put(Lexer::NEWLINE, token.begin, token.end);
  }
  // In a string this can only be a backslash with nothing behind it, and finish() says that the string has no
  // end.
  if (lexer_.mode == Lexer::STRING || lexer_.mode == Lexer::MULTILINE) return;
  if (character == "'")
    return text_.substr(token.begin).starts_with("'''") ? addThreeQuotes(token) : addSingleQuoted(token);
  if (character == "!") return addExclamation(token);
  if (character == "#") return addHash(token);

  auto report = emitter_.report(diag::Code::UnexpectedCharacter, span(token.begin, token.end),
                                "unexpected character " + characterName(character));
  if (character == "$" || character == "\\")
    report.help(isBehindValue(token) ? remedyBehindValue(character) : remedyBeforeValue(character));
  else if (const char *help = remedy(character))
    report.help(help);
  else if (character.size() > 1)
    report.help("a name is made of letters, digits and `_`, and begins with no digit");
}

/// Whether a value ends right before the token.
bool Scanner::isBehindValue(Token token) const {
  const Token *before = result_.tokens.empty() ? nullptr : &result_.tokens.back();
  return before && before->end == token.begin && endsValue(before->type);
}

// `# a comment`, `#[derive(Debug)]`
void Scanner::addHash(Token token) {
  Span place = span(token.begin, token.end);
  auto report = emitter_.report(diag::Code::UnexpectedCharacter, place, "unexpected character `#`");
  if (text_.substr(token.end).starts_with('['))
    report.help("values are compared, copied and printed without being told to: leave the line out");
  else
    report.fix(place, "//", "comments begin with `//`");
  skipLine();
}

// `not x`, `println!(..)`, `value!`
void Scanner::addExclamation(Token token) {
  Span place = span(token.begin, token.end);
  const Token *before = result_.tokens.empty() ? nullptr : &result_.tokens.back();
  if (!isBehindValue(token)) {
    emitter_.report(diag::Code::UnexpectedCharacter, place, "unexpected character `!`")
        .fix(place, "not ", remedy("!"));
    return put(Lexer::NOT, token.begin, token.end);
  }
  std::string word(text_.substr(before->begin, before->end - before->begin));
  std::string_view rest = text_.substr(token.end);
  if (before->type == Lexer::IDENT && (rest.starts_with('(') || rest.starts_with('['))) {
    auto report = emitter_.report(diag::Code::UnexpectedCharacter, place, "there are no macros: a call has no `!`");
    if (const char *help = macroRemedy(word))
      report.help(help);
    else
      report.fix(place, "", "write `" + word + "(..)`");
    return;
  }
  while (text_.substr(stream_.index()).starts_with('!')) stream_.seek(stream_.index() + 1); // x!!
  auto report = emitter_.report(diag::Code::UnexpectedCharacter, place, "`!` does not take the value of an optional");
  bool isWhole = before->type == Lexer::IDENT &&
                 (result_.tokens.size() < 2 || result_.tokens[result_.tokens.size() - 2].type != Lexer::DOT);
  if (!isWhole) word = "..";
  report.help("write `" + word + " ?? fail \"why\"`, or a default: `" + word + " ?? 0`");
}

// `r"a\"b"`: the text ends at the first quote, whatever stands before it. `r"""..`: without its end it would be an
// empty text and the begin of another one.
void Scanner::checkRawString(Token &token) {
  std::string_view written = text_.substr(token.begin, token.end - token.begin);
  bool isOpen = written.size() == 3 && text_.substr(token.end).starts_with('"');
  bool isEscaped = written.ends_with("\\\"") && token.end < text_.size() &&
                   std::string_view(" \t\r\n,;)]}.").find(text_[token.end]) == std::string_view::npos;
  if (isOpen) {
    emitter_.report(diag::Code::UnclosedString, span(token.begin, token.end + 1), "this string has no closing quotes")
        .help("a raw text that begins with three quotes ends with three");
    token.end = static_cast<uint32_t>(text_.size());
  } else if (isEscaped) {
    emitter_
        .report(diag::Code::UnexpectedCharacter, span(token.end - 2, token.end), "a raw text ends at its first `\"`")
        .help("a raw text that holds quotes stands in three of them: `r\"\"\"a \"b\" c\"\"\"`");
    size_t end = std::min(text_.find('\n', token.end), text_.size());
    token.end = static_cast<uint32_t>(text_.rfind('"', end - 1)) + 1;
  } else {
    return;
  }
  stream_.seek(token.end);
}

// `'outer: for x in xs {`, `break 'outer`: labels of Rust.
bool Scanner::skipLabel(Token quote) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz_";
  size_t end = std::min(text_.find_first_not_of(kLetters, quote.end), text_.size());
  uint16_t before = result_.tokens.empty() ? uint16_t{Lexer::NEWLINE} : result_.tokens.back().type;
  bool isUse = before == Lexer::BREAK || before == Lexer::CONTINUE;
  std::string_view rest = text_.substr(end);
  bool isLabel = rest.starts_with(": for ") || rest.starts_with(": while ") || rest.starts_with(": loop ");
  if (end == quote.end || (!isUse && !isLabel)) return false;
  std::string label(text_.substr(quote.begin, end - quote.begin));
  bool isReported = isUse && text_.substr(0, quote.begin).find(label + ":") != std::string_view::npos;
  if (!isReported)
    emitter_
        .report(diag::Code::UnexpectedCharacter, span(quote.begin, static_cast<uint32_t>(end)), "a loop has no name")
        .help("what leaves several loops at once stands in a function, and leaves them with `return`");
  stream_.seek(isUse ? end : end + 1);
  return true;
}

// 'text' becomes a string, so that only the quotes are reported.
void Scanner::addSingleQuoted(Token quote) {
  if (skipLabel(quote)) return;
  size_t close = text_.find_first_of("'\n", quote.end);
  bool closed = close != std::string_view::npos && text_[close] == '\'';
  uint32_t end = closed ? static_cast<uint32_t>(close) + 1 : quote.end;
  auto report = emitter_.report(diag::Code::UnexpectedCharacter, span(quote.begin, end),
                                closed ? "a string in single quotes" : "unexpected character `'`");
  std::string_view inside = closed ? text_.substr(quote.end, close - quote.end) : std::string_view();
  if (!closed || inside.find_first_of("\"\\$") != std::string_view::npos) {
    report.help(remedy("'"));
  } else {
    report.fix(span(quote.begin, end), "\"" + std::string(inside) + "\"", remedy("'"));
  }
  if (!closed) return;
  put(Lexer::RAW_STRING, quote.begin, end);
  stream_.seek(end);
}

// '''text''': a string of several lines.
void Scanner::addThreeQuotes(Token quote) {
  size_t close = text_.find("'''", quote.begin + 3);
  bool isClosed = close != std::string_view::npos;
  uint32_t end = static_cast<uint32_t>(isClosed ? close + 3 : text_.size());
  Span open = span(quote.begin, quote.begin + 3);
  constexpr const char *kHelp = "strings of several lines stand in double quotes: `\"\"\"..\"\"\"`";
  auto report = emitter_.report(diag::Code::UnexpectedCharacter, open,
                                isClosed ? "a string in single quotes" : "this string has no closing quotes");
  std::string_view inside = text_.substr(open.end, end - open.end);
  if (isClosed && inside.find_first_of("\"\\$") == std::string_view::npos)
    report.fix(open, "\"\"\"", kHelp).fix(span(end - 3, end), "\"\"\"");
  else
    report.help(kHelp);
  put(Lexer::RAW_STRING, quote.begin, end);
  stream_.seek(end);
}

// `/* .. */`: nothing in Flow has a `*` right behind a `/`.
void Scanner::skipForeignComment(Token token) {
  size_t close = text_.find("*/", token.end + 1);
  emitter_.report(diag::Code::UnexpectedCharacter, span(token.begin, token.end + 1), "`/*` does not begin a comment")
      .help("each line of a comment begins with `//`");
  stream_.seek(close == std::string_view::npos ? text_.size() : close + 2);
}

void Scanner::skipLine() {
  size_t end = text_.find('\n', stream_.index());
  stream_.seek(end == std::string_view::npos ? text_.size() : end);
}

// A string in one pair of quotes that ends on a later line: a quote that stands behind a word and before the end of a
// value, and has no other one on its line.
bool Scanner::goesOnBelow(Token lineEnd) {
  if (open_.back().type != Lexer::STRING_OPEN) return false;
  size_t quote = text_.find('"', lineEnd.end);
  if (quote == std::string_view::npos) return false;
  std::string_view line = text_.substr(0, text_.find('\n', quote)).substr(quote + 1);
  std::string_view before = text_.substr(lineEnd.end, quote - lineEnd.end);
  char last = before.empty() ? '\n' : before.back();
  bool closes = std::string_view("([{,=:+<>|").find(last) == std::string_view::npos &&
                (line.find_first_not_of(" \t\r") == std::string_view::npos ||
                 std::string_view("),];}.").find(line[line.find_first_not_of(" \t\r")]) != std::string_view::npos);
  bool isAlone = line.find('"') == std::string_view::npos && before.find("//") == std::string_view::npos &&
                 before.find("${") == std::string_view::npos;
  if (!closes || !isAlone) return false;
  uint32_t begin = open_.back().begin;
  emitter_
      .report(diag::Code::UnclosedString, span(begin, begin + 1), "this string has no closing quote on its line")
      .also(span(static_cast<uint32_t>(quote), static_cast<uint32_t>(quote) + 1), "the quote is here")
      .help("a text of several lines begins and ends with `\"\"\"`; within a line, the end of a line is `\\n`");
  stream_.seek(quote);
  return true;
}

// Reports the outermost string that should have ended on this line, and closes everything since its quote.
void Scanner::breakString(uint32_t end) {
  size_t first = open_.size();
  for (size_t depth = open_.size(); depth > 0; --depth) {
    uint16_t type = open_[depth - 1].type;
    if (type == Lexer::STRING_OPEN || (type == Lexer::TRIPLE_OPEN && first == open_.size())) first = depth - 1;
    if (type == Lexer::TRIPLE_OPEN) break;
  }
  Open &string = open_[first];
  uint32_t quotes = string.type == Lexer::TRIPLE_OPEN ? 3 : 1;
  auto report = emitter_.report(diag::Code::UnclosedString, span(string.begin, string.begin + quotes),
                                "this string has no closing quote");
  for (size_t depth = first + 1; depth < open_.size(); ++depth) {
    if (open_[depth].type != Lexer::INTERPOLATION_OPEN) continue;
    report.also(span(open_[depth].begin, open_[depth].begin + 2), "this `${` has no `}`");
    break;
  }
  while (open_.size() > first) {
    uint16_t type = open_.back().type;
    open_.pop_back();
    bool text = opensString(type);
    if (!text && !result_.tokens.empty() && !endsValue(result_.tokens.back().type)) put(Lexer::NONE, end, end);
    put(closerOf(type), end, end);
    if (text || type == Lexer::INTERPOLATION_OPEN) lexer_.popMode();
  }
}

// At the end of the file only strings are closed here: a missing bracket is the parser's to report.
void Scanner::finish() {
  uint32_t end = static_cast<uint32_t>(text_.size());
  while (true) {
    bool inside = false;
    for (const Open &each : open_) inside |= opensString(each.type);
    if (!inside) return;
    breakString(end);
  }
}

} // namespace flow::parse
