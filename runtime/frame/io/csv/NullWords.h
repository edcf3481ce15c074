#pragma once
// The words that mean null. The default ones do so only in columns of other types than text, where they
// cannot be meant otherwise; words that the user names do everywhere.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flow::frame {

class NullWords {
public:
  explicit NullWords(const std::optional<std::vector<std::string>> &words);

  bool contains(std::string_view text) const {
    for (const std::string &word : words_)
      if (word == text) return true;
    return false;
  }
  bool applyToText() const { return areUsers_ && !words_.empty(); }
  /// Whether a word could be taken for a value, so that values have to be compared with them first.
  bool lookLikeValues() const { return lookLikeValues_; }

private:
  std::vector<std::string> words_;
  bool areUsers_;
  bool lookLikeValues_ = false;
};

} // namespace flow::frame
