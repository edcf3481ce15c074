#include "compiler/parse/SyntaxHabits.h"

#include "grammar/FlowParser.h"

namespace flow::parse {

namespace {

using Grammar = grammar::FlowParser;
constexpr uint16_t kName = SyntaxHabit::kName, kValue = SyntaxHabit::kValue, kEnd = SyntaxHabit::kEnd;

// The first that fits is taken, so the special ones stand before the general.
constexpr SyntaxHabit kHabits[] = {
    // ---- arms of `match`
    {.message = "an arm of `match` has `=>` between the pattern and the value",
     .help = "write `=>` instead of `->`",
     .at = Lexer::ARROW,
     .expects = Lexer::FAT_ARROW,
     .rule = Grammar::RuleArm,
     .fix = "=>",
     .replaces = true},
    {.message = "an arm of `match` has `=>` between the pattern and the value",
     .help = "write `=>` instead of `:`",
     .at = Lexer::COLON,
     .expects = Lexer::FAT_ARROW,
     .rule = Grammar::RuleArm,
     .fix = " =>",
     .replaces = true},
    {.message = "an arm of `match` has `=>` between the pattern and the value",
     .help = "write `=>` instead of `=`",
     .at = Lexer::ASSIGN,
     .expects = Lexer::FAT_ARROW,
     .rule = Grammar::RuleArm,
     .fix = "=>",
     .replaces = true},
    // ---- functions and lambdas
    {.message = "the value of a function follows `=>`, not `=`",
     .help = "write `=>`",
     .at = Lexer::ASSIGN,
     .expects = Lexer::FAT_ARROW,
     .rule = Grammar::RuleFnDecl,
     .fix = "=>"},
    {.message = "the type of the result follows `->`",
     .help = "write `->` before it",
     .at = kName,
     .before = Lexer::RPAREN,
     .expects = Lexer::FAT_ARROW,
     .rule = Grammar::RuleFnDecl,
     .insertion = "-> "},
    {.message = "the parameters of a function stand in parentheses",
     .help = "write `()` when there are none: `fn name() { .. }`",
     .at = Lexer::LBRACE,
     .before = kName,
     .expects = Lexer::LPAREN,
     .rule = Grammar::RuleFnDecl},
    {.message = "the value of a lambda follows `=>`",
     .help = "write `fn(x) => x + 1`",
     .expects = Lexer::FAT_ARROW,
     .rule = Grammar::RuleLambda},
    {.message = "the value of a lambda follows `=>`",
     .help = "write `fn(x) => x + 1`",
     .expects = Lexer::FAT_ARROW,
     .rule = Grammar::RuleLambdaOrType},
    {.message = "a parameter of a lambda is a name",
     .help = "take its parts inside: `fn(t) { let (a, b) = t; .. }`",
     .at = Lexer::LPAREN,
     .before = Lexer::LPAREN,
     .rule = Grammar::RuleLambda},
    {.message = "a lambda begins with `fn`",
     .help = "write `fn(x) => x + 1`",
     .at = Lexer::BAR,
     .expects = Lexer::SPAWN},
    {.message = "the type of a parameter follows `:`",
     .help = "write `name: type`",
     .at = kName,
     .before = kName,
     .rule = Grammar::RuleParameters,
     .levels = 1},
    {.message = "a parameter with any number of values is a list",
     .help = "write `values: List[i64]`, and `f([1, 2])` in a call",
     .at = Lexer::STAR,
     .rule = Grammar::RuleParameters},
    {.message = "a parameter with any number of values is a list",
     .help = "write `values: List[i64]`, and `f([1, 2])` in a call",
     .at = Lexer::POWER,
     .rule = Grammar::RuleParameters},
    // ---- types
    {.message = "a list type is written with its name",
     .help = "write `List[i64]` for a list of integers",
     .at = Lexer::LBRACKET,
     .expects = Lexer::TYPE_BRACE},
    {.message = "a list type is written with its name",
     .help = "write `List[i64]` for a list of integers",
     .at = Lexer::RBRACKET,
     .before = Lexer::LBRACKET,
     .expects = Lexer::TYPE_BRACE},
    {.message = "the parts of a type stand in square brackets",
     .help = "write `List[i64]`, `Map[str, i64]`",
     .at = Lexer::LESS,
     .before = kName},
    {.message = "a type that may be none has its `?` behind it",
     .help = "write `i64?`",
     .at = Lexer::QUESTION,
     .expects = Lexer::TYPE_BRACE},
    {.message = "one type is expected here, not several",
     .help = "a value that may be none is `i64?`; one of several kinds is an `enum`",
     .at = Lexer::BAR,
     .before = kName,
     .rule = Grammar::RuleParameters},
    {.message = "a type of a declaration follows `:`",
     .help = "write `let name: type = value`",
     .at = kName,
     .before = kName,
     .expects = Lexer::ASSIGN,
     .rule = Grammar::RuleLetStatement,
     .levels = 1,
     .insertion = ": "},
    // ---- declarations
    {.message = "a name gets its value where it is declared",
     .help = "write `var count = 0`, or `let x: i64? = none` when there is no value yet",
     .at = kEnd,
     .expects = Lexer::ASSIGN,
     .rule = Grammar::RuleLetStatement,
     .levels = 1},
    {.message = "several names are declared at once in parentheses",
     .help = "write `let (a, b) = (1, 2)`",
     .at = Lexer::COMMA,
     .before = kName,
     .expects = Lexer::ASSIGN,
     .rule = Grammar::RuleLetStatement,
     .levels = 1},
    {.message = "a record is taken apart in parentheses",
     .help = "write `let (x:, y:) = point`",
     .at = Lexer::LBRACE,
     .expects = Lexer::UNDERSCORE,
     .rule = Grammar::RuleLetStatement,
     .levels = 3},
    // ---- loops
    {.message = "a loop goes through values, it does not count by itself",
     .help = "write `for i in 0..10 { .. }`",
     .at = Lexer::ASSIGN,
     .rule = Grammar::RuleForStatement,
     .levels = SIZE_MAX},
    {.message = "the head of a loop has no parentheses",
     .help = "write `for x in xs { .. }`",
     .at = Lexer::IN,
     .rule = Grammar::RuleForStatement,
     .levels = SIZE_MAX,
     .opener = Lexer::LPAREN},
    {.message = "a loop has `in` between the name and the values",
     .help = "write `for x in xs { .. }`",
     .at = kName,
     .expects = Lexer::IN,
     .rule = Grammar::RuleForStatement},
    {.message = "a loop has `in` between the name and the values",
     .help = "write `for x in xs { .. }`; with the position `for (i, x) in enumerate(xs) { .. }`",
     .at = Lexer::COMMA,
     .expects = Lexer::IN,
     .rule = Grammar::RuleForStatement},
    // ---- values
    {.message = "`if` cannot follow a value",
     .help = "a choice is written `if c { a } else { b }`",
     .at = Lexer::IF,
     .before = kValue},
    {.message = "a map is written in square brackets",
     .help = "write `[\"a\": 1, \"b\": 2]`",
     .at = Lexer::COLON,
     .before = Lexer::STRING_CLOSE,
     .opener = Lexer::LBRACE,
     .first = true},
    {.message = "a map is written in square brackets",
     .help = "write `[1: \"a\", 2: \"b\"]`",
     .at = Lexer::COLON,
     .before = Lexer::INT,
     .opener = Lexer::LBRACE,
     .first = true},
    {.message = "a set or a list is written in square brackets",
     .help = "write `Set([1, 2])` or `[1, 2]`",
     .at = Lexer::COMMA,
     .before = Lexer::INT,
     .opener = Lexer::LBRACE,
     .first = true},
    {.message = "a set or a list is written in square brackets",
     .help = "write `Set([\"a\", \"b\"])` or `[\"a\", \"b\"]`",
     .at = Lexer::COMMA,
     .before = Lexer::STRING_CLOSE,
     .opener = Lexer::LBRACE,
     .first = true},
    {.message = "a slice is written with `..`",
     .help = "write `xs[a..b]`, `xs[a..]` or `xs[..b]`",
     .at = Lexer::COLON,
     .rule = Grammar::RuleOperand,
     .levels = 4,
     .opener = Lexer::LBRACKET},
    {.message = "a range has two points",
     .help = "write `0..10` without the last number, `0..=10` with it",
     .at = Lexer::DOT,
     .before = Lexer::RANGE},
    {.message = "`=` assigns; values are compared with `==`",
     .help = "write `==`",
     .at = Lexer::ASSIGN,
     .before = Lexer::RBRACKET,
     .opener = Lexer::LPAREN,
     .fix = "=="},
    {.message = "several values stand in parentheses",
     .help = "write `(a, b)`; each assignment is a statement of its own",
     .at = Lexer::COMMA,
     .before = kValue,
     .expects = Lexer::NEWLINE},
    {.message = "a handler of failures names the failure",
     .help = "write `.. catch err { .. }`, with no parentheses",
     .at = Lexer::LPAREN,
     .before = Lexer::CATCH},
};

bool fits(uint16_t wanted, uint16_t type) {
  switch (wanted) {
  case SyntaxHabit::kAny: return true;
  case kName: return isName(type);
  case kValue: return endsValue(type);
  case kEnd: return type == Lexer::NEWLINE || type == Lexer::SEMICOLON || type == kEndOfFile;
  default: return wanted == type;
  }
}

} // namespace

const SyntaxHabit *habitAt(const SyntaxPlace &place) {
  for (const SyntaxHabit &habit : kHabits) {
    if (!fits(habit.at, place.at().type) || !fits(habit.before, place.typeBefore())) continue;
    if (habit.expects != SyntaxHabit::kAny && !place.expects(habit.expects)) continue;
    if (habit.expects == Lexer::TYPE_BRACE && !place.expectsType()) continue;
    if (habit.rule != SyntaxHabit::kAnyRule && !place.within(habit.rule, habit.levels)) continue;
    if (habit.first && !place.isBehindFirstValue()) continue;
    const Token *opener = place.opener();
    bool isInside = opener && opener->type == habit.opener && !(opener->unclosed && habit.at == Lexer::IN);
    if (habit.opener != SyntaxHabit::kAny && !isInside) continue;
    return &habit;
  }
  return nullptr;
}

} // namespace flow::parse
