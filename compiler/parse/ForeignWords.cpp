#include "compiler/parse/ForeignWords.h"

namespace flow::parse {

const ForeignWord *foreignWord(std::string_view word) {
  static constexpr ForeignWord kWords[] = {
#define FLOW_FOREIGN_WORD(Word, Instead, Help) {Word, Instead, Help},
#include "compiler/parse/ForeignWords.def"
  };
  for (const ForeignWord &each : kWords)
    if (each.word == word) return &each;
  return nullptr;
}

} // namespace flow::parse
