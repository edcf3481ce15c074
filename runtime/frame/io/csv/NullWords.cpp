#include "runtime/frame/io/csv/NullWords.h"

namespace flow::frame {

NullWords::NullWords(const std::optional<std::vector<std::string>> &words) : areUsers_(words.has_value()) {
  if (words)
    words_ = *words;
  else
    words_ = {"NA", "N/A", "NULL", "null", "NaN"};
  for (const std::string &word : words_)
    lookLikeValues_ |=
        !word.empty() && std::string_view("0123456789-+.tTfFi").find(word[0]) != std::string_view::npos;
}

} // namespace flow::frame
