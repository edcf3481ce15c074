#pragma once
// What people write who come from another language, and what Flow writes instead (ForeignWords.def).

#include <string_view>

namespace flow::parse {

struct ForeignWord {
  std::string_view word;
  std::string_view instead; ///< the Flow word, empty when there is none
  const char *help;
};

/// The entry of a word that heads a statement or declaration elsewhere, or nullptr.
const ForeignWord *foreignWord(std::string_view word);

} // namespace flow::parse
