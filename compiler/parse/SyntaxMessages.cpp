#include "compiler/parse/SyntaxMessages.h"

#include "compiler/parse/SyntaxHabits.h"

#include "grammar/FlowParser.h"

#include <algorithm>
#include <utility>

namespace flow::parse {

namespace {

using Grammar = grammar::FlowParser;

std::string join(const std::vector<std::string> &words) {
  std::string out;
  for (size_t index = 0; index != words.size(); ++index) {
    if (index > 0) out += index + 1 == words.size() ? " or " : ", ";
    out += words[index];
  }
  return out;
}

void add(std::vector<std::string> &words, std::string word) {
  if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
}

/// What would fit, in words.
std::string expectation(const SyntaxPlace &place) {
  if (place.expects(Lexer::WHILE)) return "a statement";
  if (place.expectsExpression()) return "an expression";
  if (place.expectsPattern()) return place.within(Grammar::RuleArm) ? "a pattern" : "a name or a pattern";
  if (place.expectsType()) return "a type";
  std::vector<std::string> words;
  bool list = place.opener() && place.before() != place.opener() && place.typeBefore() != Lexer::COMMA &&
              (place.expects(Lexer::RPAREN) || place.expects(Lexer::RBRACKET));
  if (list && place.typeBefore() != Lexer::TRAILING_COMMA) add(words, "`,`");
  for (uint16_t type : place.expectedTypes()) {
    if (isName(type))
      add(words, "a name");
    else if (type == Lexer::NEWLINE || type == Lexer::SEMICOLON || type == kEndOfFile)
      add(words, place.expects(Lexer::COMMA) ? "the end of the line" : "the end of the statement");
    else if (type == Lexer::STRING_OPEN || type == Lexer::TRIPLE_OPEN)
      add(words, "a string");
    else if (std::string_view spelling = tokenSpelling(type); !spelling.empty() && type != Lexer::TRAILING_COMMA)
      add(words, "`" + std::string(spelling) + "`");
  }
  if (words.size() > 5 || words.empty()) return place.expects(Lexer::PARAM) ? "a declaration" : "something else";
  return join(words);
}

} // namespace

void SyntaxMessages::report(antlr4::Parser &parser, TokenList &tokens) {
  if (full()) return;
  SyntaxPlace place(parser, tokens, file_);
  if (lineIsReported(place.at()) || (place.before() && lineIsReported(*place.before()))) return;
  // The `}` of a block whose `{` is missing closes nothing: one mistake, one report.
  bool isUnopened = place.expects(Lexer::LBRACE) && !place.expectsExpression();
  if (place.at().type == Lexer::RBRACE && !place.opener() && missingBraces_ > 0) {
    --missingBraces_;
    return;
  }
  missingBraces_ += isUnopened;
  // A brace that stays open to the end of the file, of a line that was reported.
  const Token *opener = place.opener();
  if (place.at().type == kEndOfFile && opener && opener->unclosed && lineHasReport(*opener, SIZE_MAX)) return;
  if (!reportKnown(place)) reportExpectation(place);
}

bool SyntaxMessages::replaces(antlr4::Parser &parser, TokenList &tokens) {
  if (full()) return false;
  SyntaxPlace place(parser, tokens, file_);
  const SyntaxHabit *habit = habitAt(place);
  if (!habit || !habit->replaces) return false;
  uint32_t bracket = place.opener() ? place.opener()->begin : 0;
  if (std::exchange(replacedIn_, bracket) != bracket && !lineIsReported(place.at())) reportHabit(place);
  return true;
}

bool SyntaxMessages::reportLateBrace(antlr4::Parser &parser, TokenList &tokens) {
  SyntaxPlace place(parser, tokens, file_);
  if (full() || !place.before() || !place.expects(Lexer::LBRACE) || place.expectsExpression()) return false;
  Span brace = place.span(tokenOf(tokens.LT(2)));
  error(brace, "the `{` of a body stands on the line of what it belongs to")
      .also(place.span(*place.before()).atEnd(), "expected here")
      .help("a line that is complete ends a statement, so write `.. {` at its end");
  return true;
}

// One cause, one report: behind a character or number that was refused nothing can be trusted.
bool SyntaxMessages::lineIsReported(const Token &token) const { return lineHasReport(token, lexicalErrors_); }

bool SyntaxMessages::lineHasReport(const Token &token, size_t count) const {
  size_t begin = token.begin == 0 ? std::string_view::npos : text_.rfind('\n', token.begin - 1);
  begin = begin == std::string_view::npos ? 0 : begin + 1;
  size_t end = std::min(text_.find('\n', token.begin), text_.size());
  for (size_t index = 0; index != std::min(count, emitter_.diagnostics().size()); ++index) {
    Span known = emitter_.diagnostics()[index].primary.span;
    if (known.file == file_ && known.begin >= begin && known.begin <= end) return true;
  }
  return false;
}

void SyntaxMessages::reportExpectation(const SyntaxPlace &place) {
  std::string expected = expectation(place);
  const Token *before = place.before();
  bool afterWord = before && before->type != Lexer::NEWLINE && before->type != Lexer::SEMICOLON;
  std::string message = "expected " + expected + (afterWord ? " after " + place.words(*before) : "") + ", found " +
                        place.words(place.at());
  auto report = error(place.span(), message);
  report.label("expected " + expected);
  addHints(place, report);
}

/// `print(7 // 2)`: what people take for an operator hides the end of the line.
void SyntaxMessages::hintAtComment(const SyntaxPlace &place, diag::Emitter::Builder &report) const {
  if (!place.before() || !endsValue(place.before()->type)) return;
  std::string_view rest = text_.substr(place.before()->end);
  rest = rest.substr(0, rest.find('\n'));
  size_t begin = rest.find_first_not_of(" \t");
  if (begin == std::string_view::npos || !rest.substr(begin).starts_with("//")) return;
  if (rest.find_first_of(")]") == std::string_view::npos) return;
  Span slashes{file_, place.before()->end + static_cast<uint32_t>(begin),
               place.before()->end + static_cast<uint32_t>(begin) + 2};
  report.also(slashes, "a comment begins here").help("`//` begins a comment; whole division is written `div`");
}

void SyntaxMessages::addHints(const SyntaxPlace &place, diag::Emitter::Builder &report) const {
  const Token *opener = place.opener();
  bool closes = place.expects(Lexer::RPAREN) || place.expects(Lexer::RBRACKET) || place.expects(Lexer::RBRACE);
  if (opener && closes && opener != place.before()) report.also(place.span(*opener), "opened here");
  if (place.typeBefore() == Lexer::FAIL || place.typeBefore() == Lexer::FAIL_OPERAND)
    report.help("`fail` takes a message or an error: `fail \"why\"`");
  size_t block = place.typeBefore() == Lexer::RBRACE ? place.openerBefore(1) : 0;
  uint16_t head = block > 0 ? place.typeBefore(block + 1) : uint16_t{0};
  if (place.expects(Lexer::LBRACE) && (head == Lexer::IF || head == Lexer::WHILE || head == Lexer::MATCH)) {
    report.help("what is asked stands before the braces: `if x > 1 { .. }`, `while true { .. }`, `match x { .. }`");
    return;
  }
  bool ofChoice = place.within(Grammar::RuleIfExpression, 2) || place.within(Grammar::RuleElsePart, 2);
  if (place.expects(Lexer::LBRACE) && ofChoice)
    report.help("a branch stands in braces: `if c { a } else { b }`");
  else if (place.expects(Lexer::LBRACE) && place.within(Grammar::RuleForStatement, 2))
    report.help("the body of a loop stands in braces: `for x in xs { .. }`");
  else if (place.expects(Lexer::LBRACE) && place.within(Grammar::RuleWhileStatement, 2))
    report.help("the body of a loop stands in braces: `while c { .. }`");
  else if (place.expects(Lexer::LBRACE) && place.within(Grammar::RuleFnDecl, 2))
    report.help("a value follows `=>`, several statements stand in braces: `fn f(x: i64) -> i64 => x + 1`");
  else if (place.expects(Lexer::LBRACE) && place.within(Grammar::RuleErrorDecl, 2))
    report.help("the kinds of an error stand in braces: `error LoadError { NotFound(path: str), Empty }`");
  bool isStatement = place.expects(Lexer::NEWLINE) && place.expects(Lexer::SEMICOLON) && place.before() &&
                     endsValue(place.before()->type);
  bool isHead = place.at().type == Lexer::LET || place.at().type == Lexer::VAR || place.at().type == Lexer::RETURN ||
                place.at().type == Lexer::FOR || place.at().type == Lexer::WHILE;
  if (isStatement && (isHead || place.typeBefore() == Lexer::RBRACE))
    report.help("a statement begins on a line of its own, or behind `;`");
  if (place.expects(Lexer::PARAM) && place.typeBefore() == Lexer::PUB)
    report.help("`pub` stands before a declaration or `let`");
}

} // namespace flow::parse
