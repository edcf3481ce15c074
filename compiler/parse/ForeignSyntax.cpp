// SyntaxMessages: what is written so in another language, and what is missing between two values.
#include "compiler/parse/ForeignWords.h"
#include "compiler/parse/SyntaxHabits.h"
#include "compiler/parse/SyntaxMessages.h"

namespace flow::parse {

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
  error(merge(place.span(*place.before()), place.span()), "a name is declared with `let` or `var`")
      .fix(place.span(*place.before()), "let",
           "write `let " + name + " = ..`, with a type `let " + name + ": i64 = ..`");
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

// Two words side by side, one of them from another language or at a place that is not its own.
bool SyntaxMessages::reportForeign(const SyntaxPlace &place) {
  // `switch (x) {`
  const Token *head =
      place.at().type == Lexer::LBRACE && place.typeBefore() == Lexer::RPAREN ? &place.statementBegin() : nullptr;
  for (const Token *token : {&place.at(), place.before(), head}) {
    if (!token || (token->type != Lexer::IDENT && token->type != Lexer::WITH)) continue;
    const ForeignWord *foreign = foreignWord(place.text(*token));
    if (!foreign) continue;
    bool isHere = token == &place.at();
    if (isHere && token->type == Lexer::WITH && endsValue(place.typeBefore())) continue;      // `p with { .. }`
    if (isHere ? foreign->message && token->type == Lexer::IDENT : !foreign->heads) continue; // `x print(y)`
    std::string message = "`" + std::string(foreign->word) + "` is not a word of Flow";
    if (foreign->message) message = foreign->message;
    error(place.span(*token), std::move(message)).help(foreign->help);
    return true;
  }
  return false;
}

} // namespace flow::parse
