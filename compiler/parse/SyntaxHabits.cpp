#include "compiler/parse/SyntaxHabits.h"

#include "grammar/FlowParser.h"

namespace flow::parse {

namespace {

using Grammar = grammar::FlowParser;
constexpr uint16_t kName = SyntaxHabit::kName, kValue = SyntaxHabit::kValue, kEnd = SyntaxHabit::kEnd;

// The first that fits is taken.
constexpr SyntaxHabit kHabits[] = {
#include "compiler/parse/DeclarationHabits.def"
#include "compiler/parse/ValueHabits.def"
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
    if (!fits(habit.after, place.typeAfter()) || !fits(habit.secondBefore, place.typeBefore(2))) continue;
    if (!fits(habit.begin, place.statementBegin().type)) continue;
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
