// TokenFilter: signs of other languages. They are reported here, and replaced by what was meant, so that the parser has
// nothing to add.
#include "compiler/ast/ForeignTypes.h"
#include "compiler/parse/ForeignWords.h"
#include "compiler/parse/SyntaxMessages.h"
#include "compiler/parse/TokenFilter.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace flow::parse {

namespace {

/// Signs without a blank between them that are one in other languages.
struct ForeignSign {
  std::string_view written;
  uint16_t meant;
  const char *instead;
};

// The long ones stand before those that they begin with.
constexpr ForeignSign kForeignSigns[] = {
    {"===", Lexer::EQUAL, "=="},     {"!==", Lexer::NOT_EQUAL, "!="}, {"&&", Lexer::AND, "and"},
    {"||", Lexer::OR, "or"},         {"<>", Lexer::NOT_EQUAL, "!="},  {"~=", Lexer::NOT_EQUAL, "!="},
    {"=<", Lexer::LESS_EQUAL, "<="}, {"?:", Lexer::COALESCE, "??"},   {"%>%", Lexer::PIPE, "|>"},
    {"%in%", Lexer::IN, "in"},       {"%/%", Lexer::DIV, "div"},      {"%%", Lexer::PERCENT, "%"},
};

/// Assignments that Flow has no sign for.
constexpr std::string_view kForeignAssignments[] = {"**=", "?\?=", "<<=", ">>=", "&&=", "||=", "&=", "|=", "^="};

bool endsLine(uint16_t type) {
  return type == Lexer::NEWLINE || type == Lexer::SEMICOLON || type == Lexer::RBRACE || type == kEndOfFile;
}

bool isText(uint16_t type) {
  return type == Lexer::STRING_OPEN || type == Lexer::STRING_CLOSE || type == Lexer::TRIPLE_OPEN ||
         type == Lexer::RAW_STRING;
}

/// What is written instead of `HashMap::new()` and its like, for the type of Flow; null when nothing is known.
const char *makerHelp(std::string_view type) {
  if (type == "List") return "an empty list is `[]`, with its type `let xs: List[i64] = []`";
  if (type == "Map") return "an empty map is `[:]`, with its type `let m: Map[str, i64] = [:]`";
  if (type == "Set") return "an empty set is `Set([])`, with its type `let s: Set[str] = Set([])`";
  if (type == "str") return "a text is written as it is, `\"abc\"`; another value becomes one with `str(x)`";
  return nullptr;
}

} // namespace

bool TokenFilter::foreign(size_t &index) {
  uint16_t type = in_[index].type;
  if (type == Lexer::IDENT) return foreignWordAt(index);
  if (type == Lexer::FOR) return countingLoop(index);
  if (type == Lexer::RANGE) return threePoints(index);
  if (type == Lexer::MINUS && beginsStatement() && textFrom(index).starts_with("-- ")) return dashComment(index);
  bool isStep = (type == Lexer::PLUS || type == Lexer::MINUS) && typeAt(index + 1) == type && adjacent(index);
  if (isStep) return step(index);
  if (!endsValue(previous()) || typeAt(index + 1) == kEndOfFile || !adjacent(index)) return false;
  return foreignAssignment(index) || scopeSign(index) || arrowToTheLeft(index) || assignmentTurned(index) ||
         foreignSign(index);
}

/// The number of tokens that the text at token `index` consists of; 0 when it ends within one.
size_t TokenFilter::tokensOf(size_t index, std::string_view written) const {
  if (!textFrom(index).starts_with(written)) return 0;
  uint32_t end = in_[index].begin + static_cast<uint32_t>(written.size());
  size_t count = 0;
  while (in_[index + count].begin < end) ++count;
  return in_[index + count - 1].end == end ? count : 0;
}

// `x =+ 3`
bool TokenFilter::assignmentTurned(size_t &index) {
  uint16_t sign = typeAt(index + 1);
  bool isTurned = in_[index].type == Lexer::ASSIGN && (sign == Lexer::PLUS || sign == Lexer::MINUS) &&
                  in_[index + 2].begin > in_[index + 1].end;
  if (!isTurned) return false;
  Span place = span(in_[index].begin, in_[index + 1].end);
  std::string instead = sign == Lexer::PLUS ? "+=" : "-=";
  emitter_
      .report(diag::Code::SyntaxError, place, "`" + std::string(text_.substr(place.begin, 2)) + "` is not an operator")
      .fix(place, instead, "this is written `" + instead + "`");
  put(sign == Lexer::PLUS ? Lexer::PLUS_ASSIGN : Lexer::MINUS_ASSIGN, place.begin, place.end);
  index += 2;
  return true;
}

bool TokenFilter::foreignSign(size_t &index) {
  for (const ForeignSign &sign : kForeignSigns) {
    size_t count = tokensOf(index, sign.written);
    if (count < 2) continue;
    bool isOptionalField = sign.meant == Lexer::COALESCE && out_->back().end == in_[index].begin; // `x?: i64`
    if (isOptionalField) continue;
    Span place = span(in_[index].begin, in_[index + count - 1].end);
    uint16_t next = typeAt(index + count);
    const char *instead = sign.instead;
    std::string help = std::string("this is written `") + instead + "`";
    if (sign.written == "||" && isInPattern(index)) {
      instead = "|";
      help = "alternatives of a pattern are separated by `|`";
    } else if (sign.written == "||" && (isText(previous()) || isText(next))) { // SQL
      instead = "+";
      help = "texts are joined with `+`";
    } else if (sign.written == "||" && (next == Lexer::INT || next == Lexer::FLOAT)) { // JavaScript
      instead = "??";
      help = "a default for a missing value is `x ?? default`";
    }
    emitter_.report(diag::Code::SyntaxError, place, "`" + std::string(sign.written) + "` is not an operator")
        .fix(place, instead, help);
    put(sign.meant, place.begin, place.end);
    index += count;
    return true;
  }
  return false;
}

/// Whether the token belongs to a pattern of an arm of `match`: behind it stands `=>`, and no `if` before it.
bool TokenFilter::isInPattern(size_t index) const {
  auto ends = [](uint16_t type) {
    return type == Lexer::COMMA || type == Lexer::NEWLINE || type == Lexer::SEMICOLON || isOpener(type) ||
           type == Lexer::IF || type == kEndOfFile || type == Lexer::FAT_ARROW;
  };
  size_t behind = index, before = out_->size();
  while (!ends(typeAt(behind))) ++behind;
  while (before > 0 && !ends((*out_)[before - 1].type)) --before;
  return typeAt(behind) == Lexer::FAT_ARROW && open_.back().type == Lexer::LBRACE &&
         !(before > 0 && (*out_)[before - 1].type == Lexer::IF);
}

// `x **= 3`
bool TokenFilter::foreignAssignment(size_t &index) {
  for (std::string_view written : kForeignAssignments) {
    size_t count = tokensOf(index, written);
    if (count < 2) continue;
    Span place = span(in_[index].begin, in_[index + count - 1].end);
    std::string_view op = written.substr(0, written.size() - 1);
    constexpr size_t kMost = 30;
    uint32_t begin = (*out_)[statementBegin()].begin;
    std::string target(text_.substr(begin, out_->back().end - begin));
    if (target.size() > kMost || target.find('\n') != std::string::npos) target = "x";
    op = op == "&&" ? "and" : op == "||" ? "or" : op;
    emitter_.report(diag::Code::SyntaxError, place, "`" + std::string(written) + "` is not an operator")
        .help("write `" + target + " = " + target + " " + std::string(op) + " ..`");
    put(Lexer::ASSIGN, place.begin, place.end);
    index += count;
    return true;
  }
  return false;
}

// `std::fs`, `Color::Red`, `HashMap::new()`, `i64::MAX`
bool TokenFilter::scopeSign(size_t &index) {
  if (tokensOf(index, "::") != 2 || !isName(typeAt(index + 2)) || previous() != Lexer::IDENT) return false; // xs[a::2]
  Span place = span(in_[index].begin, in_[index + 1].end);
  std::string_view owner = textOf(out_->back()), member = textOf(in_[index + 2]);
  const Token &head = (*out_)[statementBegin()];
  const ForeignWord *word = head.type == Lexer::IDENT ? foreignWord(textOf(head)) : nullptr;
  size_t name = out_->size() - 1;
  std::string type = SyntaxMessages::flowType(member);
  bool isColumn = name > 0 && (*out_)[name - 1].type == Lexer::DOT && (name == 1 || !endsValue((*out_)[name - 2].type));
  if (isColumn && !type.empty()) { // `.n::str`, of SQL
    Span whole = span((*out_)[name - 1].begin, in_[index + 2].end);
    std::string instead = type + "(." + std::string(owner) + ")";
    emitter_.report(diag::Code::SyntaxError, place, "`::` is not an operator")
        .fix(whole, instead, "a value is converted by a call: `" + instead + "`");
    put(Lexer::DOT, place.begin, place.end);
    index += 2;
    return true;
  }
  std::string_view known = ast::foreignType(owner).here;
  const char *maker = makerHelp(known.empty() ? owner : known);
  if (std::islower(static_cast<unsigned char>(owner[0])) && isInPattern(index)) maker = "a list is `[first, ..rest]`";
  bool isLimit = (member == "MAX" || member == "MIN") && (owner[0] == 'i' || owner[0] == 'u') && owner.size() < 4;
  if (!(word && word->instead == "import")) { // the word is reported
    auto report = emitter_.report(diag::Code::SyntaxError, place, "`::` is not an operator");
    std::string limit = member == "MAX" ? "max" : "min";
    if (isLimit)
      report.fix(span(place.begin, in_[index + 2].end), "." + limit,
                 "this is written `" + std::string(owner) + "." + limit + "`");
    else if (maker)
      report.help(maker);
    else
      report.fix(place, ".", "this is written `.`");
  }
  put(Lexer::DOT, place.begin, place.end);
  index += 2;
  return true;
}

// `x <- 3`, `for (x <- xs)`
bool TokenFilter::arrowToTheLeft(size_t &index) {
  if (tokensOf(index, "<-") != 2 || !isName(previous())) return false;
  size_t name = out_->size() - 1;
  uint16_t before = name > 0 ? (*out_)[name - 1].type : uint16_t{0};
  bool isLoop = before == Lexer::FOR || (before == Lexer::LPAREN && name > 1 && (*out_)[name - 2].type == Lexer::FOR);
  bool isDeclared = before == Lexer::LET || before == Lexer::VAR;
  if (!isLoop && !isDeclared && statementBegin() != name) return false;
  Span place = span(in_[index].begin, in_[index + 1].end);
  std::string written(textOf(out_->back()));
  auto report = emitter_.report(diag::Code::SyntaxError, place, "`<-` is not an operator");
  if (isLoop)
    report.fix(place, "in", "a loop is written `for " + written + " in xs { .. }`");
  else if (isDeclared)
    report.fix(place, "=", "a value follows `=`");
  else
    report.help("a name is declared by `let " + written + " = ..`; one declared by `var` changes by `" + written +
                " = ..`");
  put(isLoop ? Lexer::IN : Lexer::ASSIGN, place.begin, place.end);
  index += 2;
  return true;
}

// `(...p, x: 3)`
bool TokenFilter::threePoints(size_t &index) {
  size_t opener = open_.back().token;
  bool isRecord = open_.back().type == Lexer::LPAREN && (opener == 0 || !endsValue((*out_)[opener - 1].type));
  if (!isRecord || (previous() != Lexer::LPAREN && previous() != Lexer::COMMA) || tokensOf(index, "...") != 2 ||
      !isName(typeAt(index + 2)))
    return false;
  Span place = span(in_[index].begin, in_[index + 1].end);
  emitter_.report(diag::Code::SyntaxError, place, "the values of a record are taken over with two points")
      .fix(place, "..", "write `(..p, x: 3.0)`");
  put(Lexer::RANGE, place.begin, place.end);
  index += 2;
  return true;
}

// `x++`, `++x`
bool TokenFilter::step(size_t &index) {
  bool isPlus = in_[index].type == Lexer::PLUS, isBehind = endsValue(previous());
  Span place = span(in_[index].begin, in_[index + 1].end);
  size_t begin = statementBegin();
  const char *change = isPlus ? " += 1" : " -= 1";
  if (!isBehind) { // `--x` is a number twice negated
    bool isWhole = begin == out_->size() && isName(typeAt(index + 2)) && endsLine(typeAt(index + 3));
    if (!isWhole) return false;
    std::string name(textOf(in_[index + 2]));
    emitter_.report(diag::Code::SyntaxError, place, isPlus ? "`++` is not an operator" : "`--` is not an operator")
        .fix(place, "", "write `" + name + change + "`")
        .fix(span(in_[index + 2].end, in_[index + 2].end), change);
    index += 2;
    return true;
  }
  uint16_t after = typeAt(index + 2);
  if (!endsLine(after) && !isCloser(after) && after != Lexer::COMMA) return false;
  auto isAssign = [](const Token &token) { return token.type == Lexer::ASSIGN; };
  bool isWhole =
      !insideRound() && std::none_of(out_->begin() + static_cast<std::ptrdiff_t>(begin), out_->end(), isAssign);
  auto report =
      emitter_.report(diag::Code::SyntaxError, place, isPlus ? "`++` is not an operator" : "`--` is not an operator");
  std::string help = isPlus ? "write `+= 1`" : "write `-= 1`";
  if (isWhole)
    report.fix(place, change, help);
  else
    report.help(help + " in a statement of its own");
  index += 2;
  if (!isWhole) return true;
  put(isPlus ? Lexer::PLUS_ASSIGN : Lexer::MINUS_ASSIGN, place.begin, place.end);
  put(Lexer::NONE, place.end, place.end);
  return true;
}

// `-- a comment`
bool TokenFilter::dashComment(size_t &index) {
  Span place = span(in_[index].begin, in_[index].begin + 2);
  emitter_.report(diag::Code::SyntaxError, place, "`--` does not begin a comment")
      .fix(place, "//", "comments begin with `//`");
  while (typeAt(index) != Lexer::NEWLINE && typeAt(index) != kEndOfFile) ++index;
  return true;
}

// `for (let i = 0; i < n; i++) {`: read as a loop over something, so that its body is looked at.
bool TokenFilter::countingLoop(size_t &index) {
  constexpr size_t kMost = 60; // tokens of a head
  size_t body = index + 1, separators = 0;
  auto endsHead = [](uint16_t type) { return type == Lexer::LBRACE || type == Lexer::NEWLINE || type == kEndOfFile; };
  for (; !endsHead(typeAt(body)) && body < index + kMost; ++body) separators += typeAt(body) == Lexer::SEMICOLON;
  if (separators != 2 || typeAt(body) != Lexer::LBRACE) return false;
  emitter_
      .report(diag::Code::SyntaxError, span(in_[index].begin, in_[body - 1].end),
              "a loop goes through values, it does not count by itself")
      .help("write `for i in 0..10 { .. }`; backwards `for i in range(10, 0, -1) { .. }`");
  const Token &head = in_[index];
  put(Lexer::FOR, head.begin, head.end);
  for (uint16_t type : {uint16_t{Lexer::UNDERSCORE}, uint16_t{Lexer::IN}, uint16_t{Lexer::NONE}})
    put(type, in_[body].begin, in_[body].begin);
  index = body;
  return true;
}

// ---- words

bool TokenFilter::foreignWordAt(size_t &index) {
  const Token &token = in_[index];
  uint16_t next = typeAt(index + 1), afterNext = typeAt(index + 2);
  bool elseIf = previous() == Lexer::RBRACE || previous() == Lexer::NEWLINE;
  bool opens = isOpener(next) && beginsStatement();
  if (!isName(next) && !elseIf && !opens) return false;
  const ForeignWord *foreign = foreignWord(textOf(token));
  if (!foreign || foreign->message) return false;
  auto report = [&](Span place) {
    emitter_
        .report(diag::Code::SyntaxError, span(token.begin, token.end),
                "`" + std::string(foreign->word) + "` is not a word of Flow")
        .fix(place, std::string(foreign->instead), foreign->help);
    ++index;
  };
  Span place = span(token.begin, token.end);
  if (foreign->instead == "fn" && isName(next) && afterNext == Lexer::LPAREN) {
    report(place);
    put(Lexer::FN_NAMED, token.begin, token.end);
    return true;
  }
  bool isNamed = isName(next);
  bool declares = foreign->instead == "let" && !insideRound() &&
                  ((isNamed && (afterNext == Lexer::ASSIGN || afterNext == Lexer::COLON)) ||
                   (opens && typeAt(behindBrackets(index + 1)) == Lexer::ASSIGN));
  if (declares) {
    report(place);
    put(Lexer::LET, token.begin, token.end);
    return true;
  }
  if (foreign->instead == "else if" && elseIf && next != Lexer::ASSIGN && next != Lexer::LPAREN &&
      next != Lexer::COLON) {
    if (previous() == Lexer::NEWLINE) out_->pop_back();
    report(place);
    put(Lexer::ELSE, token.begin, token.begin);
    put(Lexer::IF, token.begin, token.end);
    return true;
  }
  if (foreign->word == "mut" && previous() == Lexer::LET) { // `let mut x` is `var x`
    report(span(out_->back().begin, token.end));
    out_->back().type = Lexer::VAR;
    return true;
  }
  return false;
}

/// The token behind the brackets that open at token `index`.
size_t TokenFilter::behindBrackets(size_t index) const {
  size_t depth = 0;
  for (; typeAt(index) != kEndOfFile; ++index) {
    if (isOpener(in_[index].type)) ++depth;
    if (isCloser(in_[index].type) && --depth == 0) return index + 1;
  }
  return index;
}

/// The first token of `out_` of the statement at hand.
size_t TokenFilter::statementBegin() const {
  size_t begin = out_->size();
  auto separates = [](uint16_t type) {
    return type == Lexer::NEWLINE || type == Lexer::SEMICOLON || type == Lexer::LBRACE;
  };
  while (begin > 0 && !separates((*out_)[begin - 1].type)) --begin;
  return begin;
}

} // namespace flow::parse
