#pragma once
// Comments at the ends of neighbouring lines of one indent stand below each other, unless the lines differ
// too much in length.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace flow::fmt {

/// A comment at the end of a line: where it begins in the text (behind the code, without blanks between).
struct LineComment {
  size_t offset = 0;
  uint32_t line = 0;  ///< counted from 0
  uint32_t width = 0; ///< of the code before it, in code points
  uint32_t indent = 0;
};

/// `text` with blanks put in front of each comment; `comments` are in order.
std::string alignComments(const std::string &text, const std::vector<LineComment> &comments);

} // namespace flow::fmt
