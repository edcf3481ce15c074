#pragma once
// A line of source as a terminal shows it: tabs become blanks, control characters and broken bytes become
// visible, and every byte knows the column it is shown in. Columns count from 0 and are cells of a terminal.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flow::diag {

struct DisplayLine {
  std::string text;              ///< what is printed
  std::vector<uint32_t> columns; ///< for each byte offset of the line, and its end: the column it is shown in
  std::vector<uint32_t> bytes;   ///< for each column, and the width: the offset in `text` where it begins

  uint32_t width() const { return static_cast<uint32_t>(bytes.size()) - 1; }
  /// The column of a byte offset; offsets behind the end stand for the end.
  uint32_t column(size_t offset) const {
    return columns[offset < columns.size() ? offset : columns.size() - 1];
  }
};

DisplayLine displayLine(std::string_view line);

/// The cells that a code point takes: 0 for combining marks, 2 for wide East Asian ones and emoji, else 1.
uint32_t codePointWidth(char32_t codePoint);

} // namespace flow::diag
