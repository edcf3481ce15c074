#include "compiler/parse/ForeignWords.h"

namespace flow::parse {

const ForeignWord *foreignWord(std::string_view word, bool isBehindValue) {
  static constexpr ForeignWord kWords[] = {
#define FLOW_FOREIGN_WORD(Word, Instead, Help) {Word, Instead, Help, nullptr, true},
#define FLOW_FOREIGN_INFIX(Word, Instead, Help) {Word, Instead, Help, nullptr, false},
#define FLOW_MISUSED_WORD(Word, Message, Help) {Word, "", Help, Message, true},
#include "compiler/parse/ForeignWords.def"
  };
  const ForeignWord *found = nullptr;
  for (const ForeignWord &each : kWords) {
    if (each.word != word) continue;
    if (each.heads != isBehindValue) return &each;
    if (!found) found = &each;
  }
  return found;
}

const ForeignUnit *foreignUnit(std::string_view word) {
  static constexpr ForeignUnit kUnits[] = {
#define FLOW_FOREIGN_UNIT(Word, Unit, Help) {Word, Unit, Help},
#include "compiler/parse/ForeignWords.def"
  };
  for (const ForeignUnit &each : kUnits)
    if (each.word == word) return &each;
  return nullptr;
}

} // namespace flow::parse
