// SyntaxMessages: mistakes that are common enough for words of their own.
#include "compiler/parse/SyntaxMessages.h"

#include "grammar/FlowParser.h"

#include <algorithm>

namespace flow::parse {

namespace {

using Grammar = grammar::FlowParser;

/// A binary operator that cannot begin an expression.
bool isInfixOnly(uint16_t type) {
  switch (type) {
  case Lexer::PLUS:
  case Lexer::STAR:
  case Lexer::SLASH:
  case Lexer::PERCENT:
  case Lexer::DIV:
  case Lexer::POWER:
  case Lexer::BAR:
  case Lexer::CARET:
  case Lexer::AMPERSAND:
  case Lexer::SHIFT_LEFT:
  case Lexer::SHIFT_RIGHT:
  case Lexer::EQUAL:
  case Lexer::NOT_EQUAL:
  case Lexer::LESS:
  case Lexer::LESS_EQUAL:
  case Lexer::GREATER:
  case Lexer::GREATER_EQUAL:
  case Lexer::IN:
  case Lexer::NOT_IN: return true;
  default: return false;
  }
}

bool isInfix(uint16_t type) {
  return isInfixOnly(type) || type == Lexer::MINUS || type == Lexer::AND || type == Lexer::OR ||
         type == Lexer::COALESCE || type == Lexer::RANGE || type == Lexer::RANGE_TO;
}

const char *closerOf(uint16_t opener) {
  switch (opener) {
  case Lexer::LPAREN: return "`)`";
  case Lexer::LBRACKET: return "`]`";
  default: return "`}`";
  }
}

} // namespace

bool SyntaxMessages::reportKnown(const SyntaxPlace &place) {
  return reportBracket(place) || reportImport(place) || reportLeadingOperator(place) || reportAfterCatch(place) ||
         reportChoice(place) || reportForeignFunction(place) || reportForeign(place) || reportAngle(place) ||
         reportCast(place) || reportUnit(place) || reportPrefixOfText(place) || reportListType(place) ||
         reportReference(place) || reportTypeFirst(place) || reportHabit(place) || reportAssign(place) ||
         reportColon(place) || reportArrow(place) || reportBrace(place) || reportReserved(place) ||
         reportMisspelt(place) || reportDeclaration(place) || reportMissingComma(place);
}

// A bracket that closes nothing, closes another kind, or is missing where a line or the file ends.
bool SyntaxMessages::reportBracket(const SyntaxPlace &place) {
  const Token &at = place.at();
  const Token *opener = place.opener();
  if (isCloser(at.type) && !opener) {
    error(place.span(), place.words(at) + " closes nothing").label("no bracket is open here");
    return true;
  }
  if (!opener) return false;
  bool ends = at.type == kEndOfFile || (at.type == Lexer::NEWLINE && opener->unclosed &&
                                        opener->type != Lexer::LBRACE && opener->type != Lexer::TYPE_BRACE);
  bool mismatch = isCloser(at.type) && opener->unclosed;
  // Behind an operator or comma the value is what is missed first, but not at the end of the file.
  bool complete = place.before() &&
                  (endsValue(place.before()->type) || place.before() == opener || place.before()->type == Lexer::COMMA);
  if (!(at.type == kEndOfFile && opener->unclosed) && !((ends || mismatch) && complete)) return false;
  std::string closer = closerOf(opener->type);
  auto report = error(place.span(), "expected " + closer + ", found " + place.words(at));
  report.label("expected " + closer).also(place.span(*opener), "this bracket is never closed");
  hintAtComment(place, report);
  return true;
}

// `import ./lib/file.flow`, `import {f} from "./file.flow"`
bool SyntaxMessages::reportImport(const SyntaxPlace &place) {
  if (place.statementBegin().type != Lexer::IMPORT || place.at().type == Lexer::NEWLINE) return false;
  uint16_t type = place.at().type, before = place.typeBefore();
  bool hasNames = (type == Lexer::LBRACE && (before == Lexer::IMPORT || before == Lexer::STRING_CLOSE)) ||
                  (type == Lexer::LPAREN && before == Lexer::STRING_CLOSE);
  bool isAll = type == Lexer::STAR && (before == Lexer::IMPORT || before == Lexer::DOT);
  bool isPath = (type == Lexer::DOT || type == Lexer::RANGE) && before == Lexer::IMPORT;
  isPath |= type == Lexer::SLASH && isName(before);
  if (hasNames)
    error(place.span(), "the names of an import stand behind a point").help("write `import \"./file.flow\".{name}`");
  else if (isPath)
    error(place.span(), "a file that is imported is written as a text").help("write `import \"./folder/file.flow\"`");
  else if (isAll)
    error(place.span(), "an import names what it brings, or brings a module")
        .help("write `import \"./file.flow\".{name}`, or `import \"./file.flow\" as file` and then `file.name`");
  return hasNames || isPath || isAll;
}

bool SyntaxMessages::reportLeadingOperator(const SyntaxPlace &place) {
  const Token &at = place.at();
  if (!isInfixOnly(at.type) || place.typeBefore() != Lexer::NEWLINE) return false;
  std::string op = place.words(at);
  emitter_.report(diag::Code::StrayOperator, place.span(), "a line cannot begin with " + op)
      .also(place.span(*place.before()).atBegin(), "the statement before it ends here")
      .help("move the " + op + " to the end of the line before");
  return true;
}

bool SyntaxMessages::reportAfterCatch(const SyntaxPlace &place) {
  if (place.typeBefore() != Lexer::RBRACE || !(isInfix(place.at().type) || place.at().type == Lexer::DOT)) return false;
  size_t depth = 0, distance = 1;
  for (;; ++distance) {
    uint16_t type = place.typeBefore(distance);
    if (type == 0) return false;
    if (type == Lexer::RBRACE) ++depth;
    if ((type == Lexer::LBRACE || type == Lexer::TYPE_BRACE) && --depth == 0) break;
  }
  if (!isName(place.typeBefore(distance + 1)) || place.typeBefore(distance + 2) != Lexer::CATCH) return false;
  error(place.span(), "only `|>` or `catch` may follow a `catch` block")
      .help("put everything up to the block in parentheses: `(.. catch err { .. })`");
  return true;
}

bool SyntaxMessages::reportAssign(const SyntaxPlace &place) {
  if (place.at().type != Lexer::ASSIGN) return false;
  const Token *opener = place.opener();
  bool condition = place.expects(Lexer::LBRACE) &&
                   (place.within(Grammar::RuleIfExpression, 2) || place.within(Grammar::RuleElsePart, 2) ||
                    place.within(Grammar::RuleWhileStatement, 2));
  const Token &begin = place.statementBegin();
  bool asserts = begin.type == Lexer::ASSERT && !(opener && opener->begin > begin.begin);
  if (condition || asserts || place.within(Grammar::RuleAssertStatement, 2)) {
    error(place.span(), "`=` assigns; a condition compares with `==`").fix(place.span(), "==", "write `==`");
    return true;
  }
  if (reportMissingType(place)) return true;
  bool isChained = isName(place.typeBefore()) && place.typeBefore(2) == Lexer::ASSIGN && place.expects(Lexer::NEWLINE);
  bool isInside = place.typeBefore() == Lexer::COLON && opener && opener->type == Lexer::LPAREN;
  if (isChained || isInside) { // let x = y = 3, (x := 3)
    error(place.span(), "an assignment gives no value").help("write each of them in a statement of its own");
    return true;
  }
  bool named = opener && !opener->unclosed && (opener->type == Lexer::LPAREN || opener->type == Lexer::LBRACKET) &&
               isName(place.typeBefore());
  if (!named && !place.within(Grammar::RuleStageItem, 2)) return false;
  if (named && place.within(Grammar::RuleParameters, 2)) return false;
  if (named && place.typeBefore(2) == Lexer::DOT) { // filter(.a = 1)
    error(place.span(), "`=` assigns; values are compared with `==`").fix(place.span(), "==", "write `==`");
    return true;
  }
  error(place.span(), "a name and its value are joined by `:`")
      .fix({file_, place.before()->end, place.at().end}, ":", "write `name: value`");
  return true;
}

// `param x = 3`, `let x := 3`
bool SyntaxMessages::reportMissingType(const SyntaxPlace &place) {
  if (place.typeBefore() == Lexer::COLON && place.within(Grammar::RuleLetStatement) && isName(place.typeBefore(2))) {
    Span colon = place.span(*place.before());
    error(merge(colon, place.span()), "a value follows `=`, a type `:`").fix(colon, "", "write `=`");
    return true;
  }
  if (!place.within(Grammar::RuleParamDecl, 2) || !isName(place.typeBefore())) return false;
  auto type = [&]() -> std::string {
    switch (place.typeAfter()) {
    case Lexer::FLOAT: return "f64";
    case Lexer::STRING_OPEN: return "str";
    case Lexer::TRUE:
    case Lexer::FALSE: return "bool";
    case Lexer::INT: return "i64";
    default: return "TYPE";
    }
  }();
  std::string name(place.text(*place.before()));
  error(place.span(), "a param has a type").help("write `param " + name + ": " + type + " = ..`");
  return true;
}

bool SyntaxMessages::reportColon(const SyntaxPlace &place) {
  if (place.at().type != Lexer::COLON) return false;
  bool ofResult = place.typeBefore() == Lexer::RPAREN && isName(place.typeAfter()) && place.afterIsOnLine() &&
                  place.within(Grammar::RuleFnDecl, 2);
  if (ofResult) {
    error(place.span(), "the type of the result follows `->`, not `:`").fix(place.span(), " ->", "write `->`");
    return true;
  }
  if (place.statementBegin().type == Lexer::TYPE) { // type P = x: i64
    error(place.span(), "a record type is written in braces").help("write `type Point = { x: f64, y: f64 }`");
    return true;
  }
  if (place.expects(Lexer::IN) && isName(place.typeBefore())) { // for x : xs
    std::string name(place.text(*place.before()));
    error(place.span(), "a loop has `in` between the name and the values")
        .fix(place.span(), place.before()->end == place.at().begin ? " in" : "in",
             "write `for " + name + " in xs { .. }`");
    return true;
  }
  bool isNumber = place.typeBefore() == Lexer::INT && (place.typeAfter() == Lexer::INT || isName(place.typeAfter()));
  uint16_t first = place.typeBefore(2);
  bool isWhole = first == Lexer::IN || first == Lexer::ASSIGN || first == Lexer::LPAREN;
  if (isNumber && isWhole && place.afterIsOnLine() &&
      (place.expects(Lexer::LBRACE) || place.expects(Lexer::NEWLINE))) { // for i in 1:3, of R or Julia
    error(place.span(), "a range has two points")
        .fix(place.span(), "..=", "write `1..=10`, or `0..10` without the last number");
    return true;
  }
  if (place.expects(Lexer::LBRACE)) {
    error(place.span(), "a block stands in braces").help("write `{` here instead of `:`, and `}` at its end");
    return true;
  }
  bool declaration = isName(place.typeBefore()) && !(place.opener() && place.opener()->type == Lexer::LPAREN);
  if (!declaration || !(first == 0 || first == Lexer::NEWLINE || first == Lexer::SEMICOLON || first == Lexer::LBRACE))
    return false;
  Span name = place.span(*place.before());
  std::string written(place.text(*place.before()));
  auto report = error(merge(name, place.span()), "a name is declared with `let` or `var`");
  if (place.typeAfter() == Lexer::ASSIGN) // x := 3
    report.fix(name.atBegin(), "let ").fix(place.span(), "", "write `let " + written + " = ..`");
  else
    report.fix(name.atBegin(), "let ", "write `let " + written + ": ..`");
  return true;
}

bool SyntaxMessages::reportArrow(const SyntaxPlace &place) {
  bool isLambda = place.typeBefore(2) == Lexer::ARROW && place.typeBefore(3) == Lexer::RPAREN;
  if (isLambda && isInfix(place.at().type) && !place.within(Grammar::RuleFnDecl, 2)) { // fn(x) -> x + 1
    error(place.span(), "the value of a lambda follows `=>`").help("write `fn(x) => x + 1`");
    return true;
  }
  uint16_t type = place.at().type, before = place.typeBefore();
  if ((type != Lexer::FAT_ARROW && type != Lexer::ARROW) || !(isName(before) || before == Lexer::RPAREN)) return false;
  if (place.within(Grammar::RuleArm, 1) || place.expects(Lexer::FAT_ARROW)) return false;
  bool isOfLambda =
      place.opener() && text_.substr(0, place.opener()->begin).ends_with("fn") && type == Lexer::FAT_ARROW;
  if (isOfLambda) { // fn(x => x + 1
    auto report = error(place.span(*place.opener()), "the parameters of this lambda have no `)`");
    if (place.opener()->unclosed)
      report.fix(place.span(*place.before()).atEnd(), ")", "write `fn(x) => ..`");
    else
      report.help("write `fn(x) => ..`");
    return true;
  }
  bool isTight =
      type == Lexer::ARROW && place.before()->end == place.at().begin && place.at().end == place.after().begin;
  if (isTight && isName(place.typeAfter()) && !(place.opener() && place.opener()->type == Lexer::LBRACE)) { // p->x
    error(place.span(), "a field is written with a point").fix(place.span(), ".", "write `.`");
    return true;
  }
  error(place.span(), "a lambda begins with `fn`").help("write `fn(x) => x + 1`");
  return true;
}

bool SyntaxMessages::reportBrace(const SyntaxPlace &place) {
  uint16_t type = place.at().type;
  if (type == Lexer::TYPE_BRACE && place.expectsExpression()) {
    reportRecordInBraces(place);
    return true;
  }
  if (type == Lexer::TYPE_BRACE && isName(place.typeBefore()) && place.within(Grammar::RuleVariantBlock, 3)) {
    std::string_view rest = text_.substr(place.at().end);
    rest = rest.substr(0, rest.find_first_of("}\n"));
    rest = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
    std::string fields(rest.substr(0, rest.find_last_not_of(' ') + 1));
    error(place.span(), "the fields of a variant stand in parentheses")
        .help("write `" + std::string(place.text(*place.before())) + "(" + fields + ")`");
    return true;
  }
  if (type == Lexer::TYPE_BRACE && isName(place.typeBefore())) {
    std::string help = "write `" + std::string(place.text(*place.before())) + "(field: value)`";
    auto report = error(place.span(), "a record is made with parentheses");
    if (size_t closer = place.closerAfter())
      report.fix({file_, place.before()->end, place.at().end}, "(", help).fix(place.span(place.after(closer)), ")");
    else
      report.help(help);
    return true;
  }
  if (type == Lexer::FN_NAMED && (place.expectsExpression() || place.typeBefore() == Lexer::LPAREN)) {
    if (place.typeAfter(2) != Lexer::LPAREN) { // fn x => x
      std::string name(place.text(place.after()));
      error(place.span(place.after()), "the parameters of a lambda stand in parentheses")
          .help("write `fn(" + name + ") => ..`");
      return true;
    }
    error(place.span(), "a function with a name is no value").help("a lambda has none: `fn(x) => x + 1`");
    return true;
  }
  if (place.typeBefore() == Lexer::LBRACE && place.within(Grammar::RuleFieldBlock, 1)) {
    error(place.span(), "a field is written `name: type`")
        .label("expected a field")
        .help("write `{ x: f64, y: f64 }`; a field has no default");
    return true;
  }
  if (type == Lexer::LBRACE && place.typeBefore() == Lexer::CATCH) {
    error(place.span(), "`catch` names the failure").help("write `catch err { .. }`");
    return true;
  }
  return false;
}

// `{a: 1, b: 2}`, `{k: v for (k, v) in pairs}`
void SyntaxMessages::reportRecordInBraces(const SyntaxPlace &place) {
  size_t closer = place.closerAfter();
  bool isMap = false;
  for (size_t distance = 1; distance < closer; ++distance) isMap |= place.typeAfter(distance) == Lexer::FOR;
  auto report =
      error(place.span(), isMap ? "a map is written in square brackets" : "a record is written in parentheses");
  const char *help = isMap ? "write `[k: v for (k, v) in pairs]`" : "write `(x: 1.0, y: 2.0)`";
  if (closer > 0 && !isMap)
    report.fix(place.span(), "(", help).fix(place.span(place.after(closer)), ")");
  else
    report.help(help);
}

bool SyntaxMessages::reportReserved(const SyntaxPlace &place) {
  const Token &at = place.at();
  bool asName = place.expectsName() && !place.expectsExpression();
  if (!isReservedWord(at.type) || !(asName || place.typeBefore() == Lexer::FN)) return false;
  std::string word(place.text(at));
  error(place.span(), "`" + word + "` is a reserved word, not a name")
      .help("choose another name, or write it in backticks: `` `" + word + "` ``");
  return true;
}

} // namespace flow::parse
