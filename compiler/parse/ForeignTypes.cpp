// SyntaxMessages: types and words as other languages write them, and words of Flow with a slip.
#include "compiler/ast/ForeignTypes.h"

#include "compiler/base/EditDistance.h"
#include "compiler/parse/SyntaxMessages.h"

#include "grammar/FlowParser.h"

#include <algorithm>

namespace flow::parse {

namespace {

using Grammar = grammar::FlowParser;

/// The type of Flow that a name of another language stands for; the name itself when there is no sure one.
std::string_view typeOfFlow(std::string_view name) {
  ast::ForeignType known = ast::foreignType(name);
  return known.here.empty() ? name : known.here;
}

/// A type that takes other types, as Flow writes it.
std::string withParts(std::string_view head, const std::string &parts) {
  if (size_t at = head.find('T'); head == "T" || head == "T?" || head == "(T)")
    return std::string(head.substr(0, at)) + parts + std::string(head.substr(at + 1));
  return std::string(head) + "[" + parts + "]";
}

/// A type with angle brackets as Flow writes it: `HashMap<String, Vec<int>>` is `Map[str, List[i64]]`. Takes what it
/// has read from the front of `text`, of which the brackets are balanced.
std::string withoutAngles(std::string_view &text) {
  std::string out;
  while (!text.empty() && text[0] != '>') {
    size_t end = std::min(text.find_first_of("<>, :&[](){}?"), text.size());
    std::string_view name = text.substr(0, end);
    text.remove_prefix(end);
    std::string_view head = typeOfFlow(name);
    if (!text.starts_with('<')) {
      out += head;
      if (!text.empty() && text[0] != '>') out += text[0];
      if (!text.empty() && text[0] != '>') text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(1);
    std::string inside = withoutAngles(text);
    if (!text.empty()) text.remove_prefix(1);
    out += withParts(head, inside);
  }
  return out;
}

/// The length of `<..>` at the front of the text, 0 when it has no end on its line.
size_t lengthOfAngles(std::string_view text) {
  size_t depth = 0;
  for (size_t at = 0; at != text.size() && text[at] != '\n'; ++at) {
    if (text[at] == '<') ++depth;
    if (text[at] == '>' && --depth == 0) return at + 1;
  }
  return 0;
}

bool isScalarType(std::string_view name) {
  constexpr std::string_view kTypes[] = {"i8",   "i16",       "i32",      "i64",  "u8",   "u16",
                                         "u32",  "u64",       "f32",      "f64",  "str",  "bool",
                                         "date", "timestamp", "duration", "size", "Path", "bytes"};
  return std::ranges::find(kTypes, name) != std::end(kTypes);
}

} // namespace

std::string SyntaxMessages::flowType(std::string_view word) {
  std::string_view type = typeOfFlow(word);
  return type != word || isScalarType(word) ? std::string(type) : "";
}

// `fn f<T>(..)`, `Option<i64>`, `Vec<int>`
bool SyntaxMessages::reportAngle(const SyntaxPlace &place) {
  if (place.at().type != Lexer::LESS || !place.before() || !isName(place.typeBefore())) return false;
  size_t length = lengthOfAngles(text_.substr(place.at().begin));
  Span whole = merge(place.span(*place.before()), place.span());
  whole.end = length > 0 ? place.at().begin + static_cast<uint32_t>(length) : whole.end;
  std::string_view written = text_.substr(whole.begin, whole.end - whole.begin);
  bool isDeclared = place.typeBefore(2) == Lexer::FN_NAMED || place.typeBefore(2) == Lexer::TYPE ||
                    place.typeBefore(2) == Lexer::ENUM || place.typeBefore(2) == Lexer::ERROR;
  auto report = error(place.span(), isDeclared ? "type parameters stand in square brackets"
                                               : "the parts of a type stand in square brackets");
  std::string name(place.text(*place.before()));
  if (name == "Result") {
    report.help("a function that may fail has the type of its value alone; its caller may `catch` the failure");
  } else if (length == 0 || length > 60) {
    report.help(isDeclared ? "write `" + name + "[T]`" : "write `List[i64]`, `Map[str, i64]`");
  } else {
    std::string_view rest = isDeclared ? written.substr(name.size() + 1) : written;
    std::string instead = withoutAngles(rest);
    if (isDeclared) instead = name + "[" + instead + "]";
    report.fix(whole, instead, "write `" + instead + "`");
  }
  return true;
}

// `[i64]`, `i64[]`, `[i64; 3]`
bool SyntaxMessages::reportListType(const SyntaxPlace &place) {
  bool isAround = place.at().type == Lexer::LBRACKET && place.expectsType();
  bool isBehind = place.at().type == Lexer::RBRACKET && place.typeBefore() == Lexer::LBRACKET &&
                  place.expects(Lexer::TYPE_BRACE) && isName(place.typeBefore(2));
  if (!isAround && !isBehind) return false;
  const Token &element = isAround ? place.after() : place.tokenBefore(2);
  std::string instead = "List[" + std::string(typeOfFlow(place.text(element))) + "]";
  auto report = error(place.span(), "a list type is written with its name");
  size_t closer = isAround ? place.closerAfter() : 0;
  if (isBehind)
    report.fix(merge(place.span(element), place.span()), instead, "write `" + instead + "`");
  else if (closer == 2 && element.type == Lexer::IDENT)
    report.fix(merge(place.span(), place.span(place.after(closer))), instead, "write `" + instead + "`");
  else if (closer > 3 && place.typeAfter(2) == Lexer::SEMICOLON)
    report.fix(merge(place.span(), place.span(place.after(closer))), instead,
               "write `" + instead + "`; the type of a list does not say how long it is");
  else
    report.help("write `List[i64]` for a list of integers");
  return true;
}

// `x: &str`, `x: *i64`, `x: &mut i64`
bool SyntaxMessages::reportReference(const SyntaxPlace &place) {
  bool isSign = place.at().type == Lexer::AMPERSAND || place.at().type == Lexer::STAR;
  if (!isSign || !place.expectsType()) return false;
  auto report = error(place.span(), "there are no references: values are copied");
  bool isChanged =
      place.text(place.after()) == "mut" && place.typeBefore() == Lexer::COLON && isName(place.typeBefore(2));
  if (isChanged) {
    std::string name(place.text(place.tokenBefore(2)));
    std::string type(typeOfFlow(place.text(place.after(2))));
    report
        .fix(place.span(place.tokenBefore(2)).atBegin(), "inout ",
             "a parameter that is changed is `inout " + name + ": " + type + "`, called with `&`")
        .fix({file_, place.at().begin, place.after(2).begin}, "");
  } else {
    report.fix(place.span(), "", "leave the sign out");
  }
  return true;
}

// `fn f(i64 x)`, `let i64 x = 3`, `var x int = 3`, `type P = { f64 x }`
bool SyntaxMessages::reportTypeFirst(const SyntaxPlace &place) {
  const Token *before = place.before();
  if (!before || !isName(before->type) || !isName(place.at().type)) return false;
  bool ofParameter = place.within(Grammar::RuleParameters, 1) || place.within(Grammar::RuleLambdaParameters, 1);
  bool ofLet = place.expects(Lexer::ASSIGN) && place.within(Grammar::RuleLetStatement, 1);
  if ((!ofParameter && !ofLet) || place.typeBefore(2) == Lexer::COLON) return false;
  auto isType = [&](const Token &token) {
    std::string_view word = place.text(token);
    return isScalarType(word) || !ast::foreignType(word).here.empty() || (word[0] >= 'A' && word[0] <= 'Z');
  };
  std::string first(place.text(*before)), second(place.text(place.at()));
  bool isSwapped = isType(*before) && !isType(place.at());
  std::string type(typeOfFlow(isSwapped ? first : second));
  std::string instead = (isSwapped ? second : first) + ": " + type;
  bool isSure = isSwapped || isType(place.at());
  if (ofLet && !isSure && place.typeAfter() == Lexer::ASSIGN) { // let my name = 3
    instead = first + "_" + second;
    error(merge(place.span(*before), place.span()), "a name is one word")
        .fix(merge(place.span(*before), place.span()), instead, "write `" + instead + "`");
    return true;
  }
  auto report =
      error(place.span(), ofLet ? "a type of a declaration follows `:`" : "the type of a parameter follows `:`");
  if (isSure)
    report.fix(merge(place.span(*before), place.span()), instead, "write `" + instead + "`");
  else
    report.help(ofLet ? "write `let name: type = value`" : "write `name: type`");
  return true;
}

/// What is left of `as` when it is one name, number or text; `..` for all else.
static std::string castValue(const SyntaxPlace &place, std::string_view text) {
  const Token &last = *place.before();
  size_t length = 1;
  if (last.type == Lexer::STRING_CLOSE)
    while (place.typeBefore(length) != Lexer::STRING_OPEN && place.typeBefore(length) != 0) ++length;
  bool isColumn = place.typeBefore(length + 1) == Lexer::DOT;
  bool isShort = isName(last.type) || last.type == Lexer::INT || last.type == Lexer::FLOAT || length > 1;
  uint16_t before = place.typeBefore(length + (isColumn ? 2 : 1));
  bool isWhole = before == 0 || before == Lexer::LPAREN || before == Lexer::LBRACKET || before == Lexer::COMMA ||
                 before == Lexer::ASSIGN || before == Lexer::NEWLINE || before == Lexer::COLON ||
                 before == Lexer::FAT_ARROW || before == Lexer::LBRACE || before == Lexer::RETURN;
  if (!isShort || !isWhole) return "..";
  uint32_t begin = place.tokenBefore(length + (isColumn ? 1 : 0)).begin;
  return last.end - begin > 30 ? ".." : std::string(text.substr(begin, last.end - begin));
}

// `x as f64`, `select(.a as b)`
bool SyntaxMessages::reportCast(const SyntaxPlace &place) {
  if (place.at().type != Lexer::AS || !endsValue(place.typeBefore())) return false;
  std::string name(place.typeAfter() == Lexer::IDENT ? place.text(place.after()) : "name");
  std::string type(typeOfFlow(name));
  std::string value = castValue(place, text_);
  bool isNamed = place.opener() && place.opener()->type == Lexer::LPAREN && !isScalarType(type) && type == name &&
                 type != "decimal" && type != "List" && type != "Map" && type != "Set";
  if (isNamed) {
    error(place.span(), "a column gets its name before it").help("write `select(" + name + ": " + value + ")`");
    return true;
  }
  auto report = error(place.span(), "a value is converted by calling its new type");
  if (type == "decimal")
    report.help("write `decimal[12, 2](" + value + ")`, with the digits that it may have");
  else if (type == "List")
    report.help("the type of a list is stated where it gets its name: `let xs: List[i64] = ..`");
  else if (type == "Map")
    report.help("pairs become a map with `to_map()`: `[(\"a\", 1)].to_map()`");
  else if (type == "size")
    report.help("a size has its unit, `3MB`; of another number it is `n * 1MB`");
  else
    report.help("write `" + (type == "duration" ? "3h" : type + "(" + value + ")") + "`");
  return true;
}

// `retrun 3`, `typ P = { .. }`
bool SyntaxMessages::reportMisspelt(const SyntaxPlace &place) {
  static constexpr std::string_view kFirst[] = {
      "return", "let",  "var",   "assert", "fail",  "yield",  "while", "for",    "if",  "match",    "break", "continue",
      "import", "type", "param", "enum",   "error", "schema", "spawn", "extern", "pub", "function", "test"};
  static constexpr std::string_view kLater[] = {"else", "catch"};
  const Token *word = place.before();
  bool isLater = place.at().type == Lexer::IDENT && place.typeBefore() == Lexer::RBRACE;
  if (isLater) word = &place.at();
  if (!word || word->type != Lexer::IDENT || (!isLater && word->begin != place.statementBegin().begin)) return false;
  std::string written(place.text(*word));
  if (isScalarType(written) || ast::foreignType(written).help) return false; // int x = 3
  std::optional<std::string_view> near =
      closestName(written, isLater ? std::span<const std::string_view>(kLater) : kFirst);
  if (!near) return false;
  std::string instead(*near == "function" ? "fn" : *near);
  error(place.span(*word), "`" + written + "` is not a word of Flow")
      .fix(place.span(*word), instead, "did you mean `" + instead + "`?");
  return true;
}

} // namespace flow::parse
