// SyntaxMessages: types and words as other languages write them, and words of Flow with a slip.
#include "compiler/ast/ForeignTypes.h"
#include "compiler/base/EditDistance.h"
#include "compiler/parse/SyntaxMessages.h"

#include <algorithm>

namespace flow::parse {

namespace {

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
  constexpr std::string_view kTypes[] = {"i8",  "i16", "i32", "i64",  "u8",        "u16",      "u32",  "u64",  "f32",
                                         "f64", "str", "bool", "date", "timestamp", "duration", "size", "Path", "bytes"};
  return std::ranges::find(kTypes, name) != std::end(kTypes);
}

} // namespace

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

// `x as f64`, `select(.a as b)`
bool SyntaxMessages::reportCast(const SyntaxPlace &place) {
  if (place.at().type != Lexer::AS || !endsValue(place.typeBefore())) return false;
  std::string name(place.typeAfter() == Lexer::IDENT ? place.text(place.after()) : "name");
  std::string_view type = typeOfFlow(name);
  bool isShort = place.before()->type == Lexer::IDENT || place.before()->type == Lexer::INT ||
                 place.before()->type == Lexer::FLOAT;
  std::string value(isShort ? place.text(*place.before()) : "..");
  bool isColumn = isShort && place.typeBefore(2) == Lexer::DOT;
  if (isColumn) value = "." + value;
  if (isScalarType(type))
    error(place.span(), "a value is converted by calling its new type")
        .help("write `" + std::string(type) + "(" + value + ")`");
  else
    error(place.span(), "a column gets its name before it").help("write `select(" + name + ": " + value + ")`");
  return true;
}

// `retrun 3`
bool SyntaxMessages::reportMisspelt(const SyntaxPlace &place) {
  static constexpr std::string_view kFirst[] = {"return", "let",  "var",   "assert", "fail",  "yield",
                                                "while",  "for",  "if",    "match",  "break", "continue",
                                                "import", "type", "param", "enum",   "error", "spawn"};
  static constexpr std::string_view kLater[] = {"else", "catch"};
  const Token *word = place.before();
  bool isLater = place.at().type == Lexer::IDENT && place.typeBefore() == Lexer::RBRACE;
  if (isLater) word = &place.at();
  if (!word || word->type != Lexer::IDENT || (!isLater && word->begin != place.statementBegin().begin)) return false;
  std::optional<std::string_view> near =
      closestName(place.text(*word), isLater ? std::span<const std::string_view>(kLater) : kFirst);
  if (!near) return false;
  error(place.span(*word), "`" + std::string(place.text(*word)) + "` is not a word of Flow")
      .fix(place.span(*word), std::string(*near), "did you mean `" + std::string(*near) + "`?");
  return true;
}

} // namespace flow::parse
