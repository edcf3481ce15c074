#include "compiler/tools/fmt/Comments.h"

#include <algorithm>

namespace flow::fmt {

/// Whether nothing but blanks, commas, semicolons and comments stands there.
static bool isBetweenElements(std::string_view text) {
  for (size_t at = 0; (at = text.find_first_not_of(" \t\r\n,;", at)) != std::string_view::npos;) {
    if (text.substr(at, 2) != "//") return false;
    at = std::min(text.find('\n', at), text.size());
  }
  return true;
}

/// Documentation at the end of a line belongs to the element before it, and goes with that: before comments that were
/// put between the two, as between an element and its comma.
static bool isTrailingDoc(const ast::Comment &comment) { return comment.doc && comment.documents && !comment.ownLine; }

Comments::Comments(const ast::Module &module, std::string_view text) : text_(text) {
  for (const ast::Comment &comment : module.comments) {
    auto at = list_.end();
    while (isTrailingDoc(comment) && at != list_.begin() && !at[-1]->doc &&
           isBetweenElements(text.substr(at[-1]->span.end, comment.span.begin - at[-1]->span.end)))
      --at;
    list_.insert(at, &comment);
  }
}

const ast::Comment *Comments::takeBefore(uint32_t offset) { return hasBefore(offset) ? list_[next_++] : nullptr; }

const ast::Comment *Comments::takeBehind(uint32_t offset) {
  if (next_ == list_.size() || list_[next_]->span.begin < offset || list_[next_]->ownLine) return nullptr;
  std::string_view between = text_.substr(offset, list_[next_]->span.begin - offset);
  bool isBehind = isTrailingDoc(*list_[next_]) ? isBetweenElements(between)
                                               : between.find_first_not_of(" \t,;") == std::string_view::npos;
  return isBehind ? list_[next_++] : nullptr;
}

void Comments::dropWithin(Span span) {
  if (!hasBefore(span.end)) return;
  auto inside = [&](const ast::Comment *comment) {
    return span.begin <= comment->span.begin && comment->span.begin < span.end;
  };
  std::erase_if(list_, inside);
}

bool Comments::blankAbove(uint32_t offset) const {
  size_t newlines = 0;
  for (size_t at = offset; at > 0; --at) {
    char character = text_[at - 1];
    if (character == '\n')
      ++newlines;
    else if (character != ' ' && character != '\t' && character != '\r')
      return newlines > 1;
  }
  return false;
}

bool Comments::newlineBetween(uint32_t begin, uint32_t end) const {
  return begin < end && text_.substr(begin, end - begin).find('\n') != std::string_view::npos;
}

} // namespace flow::fmt
