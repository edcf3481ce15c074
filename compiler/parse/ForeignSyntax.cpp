// SyntaxMessages: what is written so in another language, and what is missing between two values.
#include "compiler/parse/ForeignWords.h"
#include "compiler/parse/SyntaxHabits.h"
#include "compiler/parse/SyntaxMessages.h"

#include "grammar/FlowParser.h"

#include <algorithm>

namespace flow::parse {

using Grammar = grammar::FlowParser;

static bool beginsValue(uint16_t type) {
  switch (type) {
  case Lexer::IDENT:
  case Lexer::QUOTED:
  case Lexer::INT:
  case Lexer::FLOAT:
  case Lexer::QUANTITY:
  case Lexer::DATE:
  case Lexer::TRUE:
  case Lexer::FALSE:
  case Lexer::NONE:
  case Lexer::STRING_OPEN:
  case Lexer::TRIPLE_OPEN:
  case Lexer::RAW_STRING:
  case Lexer::BYTES:
  case Lexer::DOT: return true;
  default: return false;
  }
}

bool SyntaxMessages::reportHabit(const SyntaxPlace &place) {
  const SyntaxHabit *habit = habitAt(place);
  if (!habit) return false;
  auto report = error(place.span(), habit->message);
  if (habit->fix)
    report.fix(place.span(), habit->fix, habit->help);
  else if (habit->insertion)
    report.fix(place.span().atBegin(), habit->insertion, habit->help);
  else
    report.help(habit->help);
  return true;
}

// `c ? a : b`: the tree builder, which knows types, reports a `?` that is of no type; here it is of none.
bool SyntaxMessages::reportChoice(const SyntaxPlace &place) {
  if (place.typeBefore() != Lexer::QUESTION || place.expectsType()) return false;
  error(place.span(*place.before()), "`?` makes a type optional, and this is not a type")
      .help("a default for a missing value is written `x ?? default`, a choice `if c { a } else { b }`");
  return true;
}

// `3 hours`
bool SyntaxMessages::reportUnit(const SyntaxPlace &place) {
  const Token *number = place.before();
  if (place.at().type != Lexer::IDENT || !number || (number->type != Lexer::INT && number->type != Lexer::FLOAT))
    return false;
  std::string_view word = place.text(place.at());
  static constexpr std::string_view kUnits[] = {"ns", "us", "ms", "s",  "min", "h",   "d",   "B",
                                                "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"};
  if (std::ranges::find(kUnits, word) != std::end(kUnits)) {
    std::string written = std::string(place.text(*number)) + std::string(word);
    Span whole = merge(place.span(*number), place.span());
    error(whole, "a number and its unit are one word").fix(whole, written, "write `" + written + "`");
    return true;
  }
  const ForeignUnit *unit = word.size() > 1 ? foreignUnit(word) : nullptr;
  if (!unit) return false;
  Span whole = merge(place.span(*number), place.span());
  auto report = error(whole, "a number and its unit are one word");
  std::string written = std::string(place.text(*number)) + unit->unit;
  if (*unit->unit)
    report.fix(whole, written, "write `" + written + "`");
  else
    report.help(unit->help);
  return true;
}

// `int x = 3`, `x y = 3`
bool SyntaxMessages::reportDeclaration(const SyntaxPlace &place) {
  uint16_t first = place.typeBefore(2);
  bool begins = first == 0 || first == Lexer::NEWLINE || first == Lexer::SEMICOLON || first == Lexer::LBRACE;
  if (!begins || !isName(place.at().type) || !isName(place.typeBefore()) || place.typeAfter() != Lexer::ASSIGN)
    return false;
  std::string name(place.text(place.at()));
  auto report = error(merge(place.span(*place.before()), place.span()), "a name is declared with `let` or `var`");
  std::string type = flowType(place.text(*place.before()));
  if (type.empty())
    report.fix(place.span(*place.before()), "let",
               "write `let " + name + " = ..`, with a type `let " + name + ": i64 = ..`");
  else
    report.fix(place.span(*place.before()), "let", "write `let " + name + ": " + type + " = ..`, or leave the type out")
        .fix(place.span().atEnd(), ": " + type);
  return true;
}

// `f"{x}"`
bool SyntaxMessages::reportPrefixOfText(const SyntaxPlace &place) {
  const Token *prefix = place.before();
  bool isText = place.at().type == Lexer::STRING_OPEN || place.at().type == Lexer::TRIPLE_OPEN;
  if (!isText || !prefix || prefix->type != Lexer::IDENT || prefix->end != place.at().begin) return false;
  error(place.span(*prefix), "`" + std::string(place.text(*prefix)) + "` cannot stand before a string")
      .help("values stand in a string as `\"${name}\"`; `r\"..\"` is a raw string, `b\"..\"` bytes");
  return true;
}

// `[1 2]`, `f(a b)`
bool SyntaxMessages::reportMissingComma(const SyntaxPlace &place) {
  const Token *opener = place.opener(), *before = place.before();
  bool inList = opener && before != opener && (opener->type == Lexer::LPAREN || opener->type == Lexer::LBRACKET) &&
                (place.expects(Lexer::RPAREN) || place.expects(Lexer::RBRACKET));
  if (!inList || !endsValue(before->type) || !beginsValue(place.at().type)) return false;
  std::string next = place.words(place.at());
  error(place.span(), "a comma is missing before " + (next == "a string" ? "this string" : next))
      .also(place.span(*opener), "in this bracket")
      .fix(place.span(*before).atEnd(), ",", "write a `,` between them");
  return true;
}

/// Whether the word before the token names something: `.class = "A"`, `x.end + 1 2`, `derive(class = 3)`.
static bool isNameHere(const SyntaxPlace &place) {
  uint16_t before = place.typeBefore(2);
  if (before == Lexer::DOT || before == Lexer::OPTIONAL_DOT) return true;
  return place.at().type == Lexer::ASSIGN && place.opener() && place.opener()->type == Lexer::LPAREN;
}

// Two words side by side, one of them from another language or at a place that is not its own.
bool SyntaxMessages::reportForeign(const SyntaxPlace &place) {
  // `switch (x) {`
  const Token *head =
      place.at().type == Lexer::LBRACE && place.typeBefore() == Lexer::RPAREN ? &place.statementBegin() : nullptr;
  for (const Token *token : {place.before(), &place.at(), head}) {
    if (!token || (token->type != Lexer::IDENT && token->type != Lexer::WITH)) continue;
    if (token == place.before() && isNameHere(place)) continue;
    bool isHere = token == &place.at();
    const ForeignWord *foreign = foreignWord(place.text(*token), isHere && endsValue(place.typeBefore()));
    if (!foreign) continue;
    bool isOfOther = token == place.before() && place.at().type == Lexer::IDENT; // `case class P(x: i64)`
    const ForeignWord *next = isOfOther ? foreignWord(place.text(place.at())) : nullptr;
    if (next && next->instead == "type") continue;
    if (foreign->instead == "let" && place.within(Grammar::RuleForStatement)) { // `for (const x of xs)`
      error(place.span(*token), "the name in the head of a loop is new without a word")
          .help("write `for x in xs { .. }`, with no parentheses");
      return true;
    }
    if (isHere && place.expects(Lexer::FAT_ARROW) && place.within(Grammar::RuleArm)) continue; // `n when n > 1 => ..`
    bool isName = place.typeBefore() == Lexer::LET || place.typeBefore() == Lexer::VAR;
    if (isHere && token->type == Lexer::WITH && isName) continue;                             // `let with = 3`
    if (isHere && token->type == Lexer::WITH && endsValue(place.typeBefore())) continue;      // `p with { .. }`
    if (isHere ? foreign->message && token->type == Lexer::IDENT : !foreign->heads) continue; // `x print(y)`
    std::string message = "`" + std::string(foreign->word) + "` is not a word of Flow";
    if (foreign->message) message = foreign->message;
    auto report = error(place.span(*token), std::move(message));
    if (isHere && !foreign->heads && !foreign->instead.empty())
      report.fix(place.span(*token), std::string(foreign->instead), foreign->help);
    else
      report.help(foreign->help);
    return true;
  }
  return false;
}

// `function(x) { .. }` as a value, `function(x) x + 1`, `func (p Point) area() f64 { .. }`
bool SyntaxMessages::reportForeignFunction(const SyntaxPlace &place) {
  size_t opener = place.typeBefore() == Lexer::RPAREN ? place.openerBefore(1) : 0;
  const Token *word =
      opener > 0 && place.typeBefore(opener + 1) == Lexer::IDENT ? &place.tokenBefore(opener + 1) : nullptr;
  bool isReceiver = !word && place.opener() && place.opener()->type == Lexer::LPAREN && isName(place.at().type);
  if (isReceiver) word = &place.statementBegin();
  if (!word || word->type != Lexer::IDENT) return false;
  const ForeignWord *foreign = foreignWord(place.text(*word));
  if (!foreign || foreign->instead != "fn") return false;
  if (isReceiver && !text_.substr(word->end).starts_with(" (") && !text_.substr(word->end).starts_with("("))
    return false;
  auto report = error(place.span(*word), "`" + std::string(foreign->word) + "` is not a word of Flow");
  if (isReceiver)
    report.help("a function takes its value as its first parameter: `fn area(p: Point) -> f64`, called as `p.area()`");
  else if (place.at().type == Lexer::LBRACE)
    report.fix(place.span(*word), "fn", "a lambda is written `fn(x) => x + 1`");
  else
    report.fix(place.span(*word), "fn", "a lambda is written `fn(x) => x + 1`").fix(place.span().atBegin(), "=> ");
  return true;
}

} // namespace flow::parse
