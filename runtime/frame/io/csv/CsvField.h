#pragma once
// A field as it stands in the file, and the text that it means.

#include <cstdint>
#include <string>
#include <string_view>

namespace flow::frame {

/// The text of a quoted field; false when the quotes are wrong (text after the closing one). `scratch` holds
/// the text when it differs from what stands in the file.
inline bool unquoteField(std::string_view raw, char quote, std::string_view &text, std::string &scratch) {
  if (raw.size() < 2 || raw.back() != quote) return false;
  text = raw.substr(1, raw.size() - 2);
  size_t at = text.find(quote);
  if (at == std::string_view::npos) return true;
  scratch.clear();
  while (at != std::string_view::npos) {
    if (at + 1 >= text.size() || text[at + 1] != quote) return false;
    scratch.append(text.substr(0, at + 1));
    text.remove_prefix(at + 2);
    at = text.find(quote);
  }
  scratch.append(text);
  text = scratch;
  return true;
}

inline bool isQuotedField(std::string_view raw, char quote) {
  return quote != '\0' && !raw.empty() && raw.front() == quote;
}

} // namespace flow::frame
