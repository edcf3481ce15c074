#pragma once
// What people write who come from another language, and what Flow writes instead (ForeignWords.def).

#include <string_view>

namespace flow::parse {

struct ForeignWord {
  std::string_view word;
  std::string_view instead; ///< the Flow word, empty when there is none
  const char *help;
  const char *message; ///< null: it is not a word of Flow
  bool heads;          ///< stands before what it is about, else behind a value
};

struct ForeignUnit {
  std::string_view word;
  const char *unit; ///< empty: there is none, and `help` says what to write
  const char *help;
};

/// The entry of a word, or nullptr; of a word that may stand before what it is about and behind a value, the one asked
/// for.
const ForeignWord *foreignWord(std::string_view word, bool isBehindValue = false);
/// The entry of a unit of time or size, or nullptr.
const ForeignUnit *foreignUnit(std::string_view word);

} // namespace flow::parse
