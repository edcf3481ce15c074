#pragma once
// What a """ string says once its layout is taken away:
//   - a first line that is blank, and a last one that is, are dropped with their line breaks;
//   - the indent that all other lines have in common is removed (blank lines do not count and become empty);
//   - "\r\n" counts as "\n".
// Escapes and `${..}` are not blanks and take no part in this: `\n` is a character, not a line.

#include <string>
#include <string_view>
#include <vector>

namespace flow::parse {

class MultilineText {
public:
  /// The parts in source order; an empty view stands for an escape or an interpolation.
  void add(std::string_view part) { parts_.push_back(part); }

  /// A text part as it is meant. All parts have been added.
  std::string piece(size_t index);

private:
  void measure();
  std::string_view stripIndent(std::string_view line) const;

  std::vector<std::string_view> parts_;
  bool measured_ = false;
  size_t indent_ = 0;      ///< bytes of blanks that all lines share
  bool dropFirst_ = false; ///< the rest of the line of the opening quotes
  bool dropLast_ = false;  ///< the line of the closing quotes
};

} // namespace flow::parse
