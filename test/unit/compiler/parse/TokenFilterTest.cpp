#include "compiler/parse/Parser.h"

#include <gtest/gtest.h>

#include <sstream>

namespace flow::parse {

namespace {

/// The names of the tokens that the parser sees, without the last one.
std::string tokens(const std::string &text) {
  SourceManager sources;
  diag::Emitter emitter;
  std::istringstream lines(dumpTokens(sources, sources.add("test.flow", text), emitter));
  std::string line, names;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string place, name;
    words >> place >> name;
    if (name != "EOF") names += (names.empty() ? "" : " ") + name;
  }
  return names;
}

} // namespace

TEST(TokenFilter, aNewlineEndsAStatement) {
  EXPECT_EQ(tokens("a\nb\n"), "IDENT NEWLINE IDENT");
  EXPECT_EQ(tokens("\n\na\n\n\nb\n\n"), "IDENT NEWLINE IDENT");
  EXPECT_EQ(tokens("a;\n;b;"), "IDENT SEMICOLON IDENT");
  EXPECT_EQ(tokens("a\r\nb"), "IDENT NEWLINE IDENT");
}

TEST(TokenFilter, butNotAfterAnOperatorOrOpener) {
  EXPECT_EQ(tokens("a +\nb"), "IDENT PLUS IDENT");
  EXPECT_EQ(tokens("let a =\n1"), "LET IDENT ASSIGN INT");
  EXPECT_EQ(tokens("not\na"), "NOT IDENT");
  EXPECT_EQ(tokens("{\na\n}"), "LBRACE IDENT RBRACE");
  EXPECT_EQ(tokens("a,\nb"), "IDENT COMMA IDENT");
}

TEST(TokenFilter, norBeforeWhatGoesOn) {
  EXPECT_EQ(tokens("a\n|> b"), "IDENT PIPE IDENT");
  EXPECT_EQ(tokens("a\n.b"), "IDENT DOT IDENT");
  EXPECT_EQ(tokens("a\n?? b"), "IDENT COALESCE IDENT");
  EXPECT_EQ(tokens("a\nand b"), "IDENT AND IDENT");
  EXPECT_EQ(tokens("a\n- b"), "IDENT NEWLINE MINUS IDENT");
  EXPECT_EQ(tokens("{ a: b\nor: c }"), "TYPE_BRACE IDENT COLON IDENT NEWLINE IDENT COLON IDENT RBRACE");
}

TEST(TokenFilter, norInRoundBrackets) {
  EXPECT_EQ(tokens("(a\nb)"), "LPAREN IDENT IDENT RPAREN");
  EXPECT_EQ(tokens("[a\n]"), "LBRACKET IDENT RBRACKET");
  EXPECT_EQ(tokens("(fn() {\na\nb\n})"), "LPAREN FN LPAREN RPAREN LBRACE IDENT NEWLINE IDENT RBRACE RPAREN");
}

TEST(TokenFilter, aBracketWithoutItsEndHidesNoNewlines) {
  EXPECT_EQ(tokens("f(a\nb\n"), "IDENT LPAREN IDENT NEWLINE IDENT");
  EXPECT_EQ(tokens("{ f(a\nb }"), "LBRACE IDENT LPAREN IDENT NEWLINE IDENT RBRACE");
  EXPECT_EQ(tokens("f(a\nlet b = c)"), "IDENT LPAREN IDENT NEWLINE LET IDENT ASSIGN IDENT RPAREN");
}

TEST(TokenFilter, wordsHeadADeclarationBeforeAName) {
  EXPECT_EQ(tokens("param a"), "PARAM IDENT");
  EXPECT_EQ(tokens("param + a"), "IDENT PLUS IDENT");
  EXPECT_EQ(tokens("type error"), "TYPE IDENT");
  EXPECT_EQ(tokens("test \"a\""), "TEST STRING_OPEN STRING_TEXT STRING_CLOSE");
  EXPECT_EQ(tokens("test(a)"), "IDENT LPAREN IDENT RPAREN");
  EXPECT_EQ(tokens("for state in xs"), "FOR IDENT IN IDENT");
}

TEST(TokenFilter, modifiersStandBeforeFn) {
  EXPECT_EQ(tokens("nondet task fn f"), "NONDET TASK FN_NAMED IDENT");
  EXPECT_EQ(tokens("train fn f"), "TRAIN_MODIFIER FN_NAMED IDENT");
  EXPECT_EQ(tokens("train read(a)"), "TRAIN IDENT LPAREN IDENT RPAREN");
  EXPECT_EQ(tokens("read.task"), "IDENT DOT IDENT");
}

TEST(TokenFilter, spaceAndRouteBeginAnItemOfAStage) {
  EXPECT_EQ(tokens("{ a: b\nspace { c: d } }"),
            "TYPE_BRACE IDENT COLON IDENT NEWLINE SPACE TYPE_BRACE IDENT COLON IDENT RBRACE RBRACE");
  EXPECT_EQ(tokens("match space { }"), "MATCH IDENT LBRACE RBRACE");
  EXPECT_EQ(tokens("route GET \"x\""), "ROUTE IDENT STRING_OPEN STRING_TEXT STRING_CLOSE");
}

TEST(TokenFilter, reservedWordsAreNamesBehindADotAndBeforeAColon) {
  EXPECT_EQ(tokens("a.in"), "IDENT DOT IDENT");
  EXPECT_EQ(tokens("a\n  .match"), "IDENT DOT IDENT");
  EXPECT_EQ(tokens("f(in: 1)"), "IDENT LPAREN IDENT COLON INT RPAREN");
  EXPECT_EQ(tokens("[true: 1]"), "LBRACKET TRUE COLON INT RBRACKET");
}

TEST(TokenFilter, leaving) {
  EXPECT_EQ(tokens("return"), "RETURN_BARE");
  EXPECT_EQ(tokens("return\na"), "RETURN_BARE NEWLINE IDENT");
  EXPECT_EQ(tokens("return a"), "RETURN IDENT");
  EXPECT_EQ(tokens("x ?? return a"), "IDENT COALESCE RETURN_OPERAND IDENT");
  EXPECT_EQ(tokens("x ?? return"), "IDENT COALESCE RETURN_BARE");
  EXPECT_EQ(tokens("x ?? fail a"), "IDENT COALESCE FAIL_OPERAND IDENT");
  EXPECT_EQ(tokens("f(a: fail)"), "IDENT LPAREN IDENT COLON IDENT RPAREN");
  EXPECT_EQ(tokens("[(fail a)]"), "LBRACKET LPAREN FAIL IDENT RPAREN RBRACKET");
}

TEST(TokenFilter, signsByWhatFollows) {
  EXPECT_EQ(tokens("{ a: b }"), "TYPE_BRACE IDENT COLON IDENT RBRACE");
  EXPECT_EQ(tokens("{ a }"), "LBRACE IDENT RBRACE");
  EXPECT_EQ(tokens("(a, b,)"), "LPAREN IDENT COMMA IDENT TRAILING_COMMA RPAREN");
  EXPECT_EQ(tokens("(,)"), "LPAREN COMMA RPAREN");
  EXPECT_EQ(tokens("a[1..]"), "IDENT LBRACKET INT OPEN_RANGE RBRACKET");
  EXPECT_EQ(tokens("a[1..2]"), "IDENT LBRACKET INT RANGE INT RBRACKET");
  EXPECT_EQ(tokens("a not in b"), "IDENT NOT_IN IDENT");
  EXPECT_EQ(tokens("fn f"), "FN_NAMED IDENT");
  EXPECT_EQ(tokens("fn(f)"), "FN LPAREN IDENT RPAREN");
}

TEST(TokenFilter, interpolation) {
  EXPECT_EQ(tokens("\"${a}\""), "STRING_OPEN INTERPOLATION_OPEN IDENT INTERPOLATION_CLOSE STRING_CLOSE");
  EXPECT_EQ(tokens("\"${ {a} }\""),
            "STRING_OPEN INTERPOLATION_OPEN LBRACE IDENT RBRACE INTERPOLATION_CLOSE STRING_CLOSE");
  EXPECT_EQ(tokens("\"${a:x}\""), "STRING_OPEN INTERPOLATION_OPEN IDENT FORMAT_COLON FORMAT_TEXT "
                                  "INTERPOLATION_CLOSE STRING_CLOSE");
  EXPECT_EQ(tokens("\"${(a: 1).a}\""), "STRING_OPEN INTERPOLATION_OPEN LPAREN IDENT COLON INT RPAREN DOT IDENT "
                                       "INTERPOLATION_CLOSE STRING_CLOSE");
}

TEST(TokenFilter, numbers) {
  EXPECT_EQ(tokens("t.0.1"), "IDENT TUPLE_INDEX TUPLE_INDEX");
  EXPECT_EQ(tokens("1.5.round()"), "FLOAT DOT IDENT LPAREN RPAREN");
  EXPECT_EQ(tokens("0..n"), "INT RANGE IDENT");
  EXPECT_EQ(tokens("1h30min"), "QUANTITY");
  EXPECT_EQ(tokens(".5"), "FLOAT");
  EXPECT_EQ(tokens("5. + 1"), "FLOAT PLUS INT");
}

} // namespace flow::parse
