#include "compiler/tools/fmt/CommentColumns.h"

#include <algorithm>

namespace flow::fmt {

namespace {

constexpr uint32_t kGap = 3;        ///< blanks between code and comment
constexpr uint32_t kMaxSpread = 30; ///< blanks that alignment may add

} // namespace

std::string alignComments(const std::string &text, const std::vector<LineComment> &comments) {
  std::string out;
  size_t copied = 0;
  for (size_t first = 0; first != comments.size();) {
    size_t end = first + 1;
    uint32_t narrow = comments[first].width, wide = narrow;
    for (; end != comments.size(); ++end) {
      if (comments[end].line != comments[end - 1].line + 1 || comments[end].indent != comments[first].indent) break;
      uint32_t width = comments[end].width;
      if (std::max(wide, width) - std::min(narrow, width) > kMaxSpread) break;
      narrow = std::min(narrow, width);
      wide = std::max(wide, width);
    }
    for (; first != end; ++first) {
      out.append(text, copied, comments[first].offset - copied).append(wide - comments[first].width + kGap, ' ');
      copied = comments[first].offset;
    }
  }
  return out.append(text, copied);
}

} // namespace flow::fmt
