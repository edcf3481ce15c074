// SQL's LIKE: % is any text, _ any character, \ takes the next character as it is. A pattern is read once per
// thread and then used for row after row.

#include "runtime/text/Like.h"

#include "runtime/text/Search.h"
#include "runtime/text/Utf8.h"

namespace flow::text {

LikePattern::LikePattern(std::string_view pattern) {
  bool escaped = false;
  segments_.emplace_back();
  segments_.back().pieces.emplace_back();
  for (char c : pattern) {
    Segment &segment = segments_.back();
    if (escaped || (c != '%' && c != '_' && c != '\\')) {
      segment.pieces.back().literal += c;
      escaped = false;
    } else if (c == '\\') {
      escaped = true;
    } else if (c == '_') {
      if (!segment.pieces.back().literal.empty()) segment.pieces.emplace_back();
      ++segment.pieces.back().skip;
    } else {
      segments_.emplace_back();
      segments_.back().pieces.emplace_back();
    }
  }
  if (escaped) segments_.back().pieces.back().literal += '\\'; // at the very end it stands for itself
}

/// The end of the segment when it lies at `at`, else null.
const char *LikePattern::matchAt(const Segment &segment, const char *at, const char *end) {
  for (const Piece &piece : segment.pieces) {
    int64_t skip = piece.skip;
    at = skipPoints(at, end, skip);
    if (skip != 0 || static_cast<size_t>(end - at) < piece.literal.size()) return nullptr;
    if (std::memcmp(at, piece.literal.data(), piece.literal.size()) != 0) return nullptr;
    at += piece.literal.size();
  }
  return at;
}

/// The end of the first place of the segment from `at` on, or null.
const char *LikePattern::find(const Segment &segment, const char *at, const char *end) {
  const Piece &first = segment.pieces.front();
  while (true) {
    if (first.skip == 0) at = findBytes(at, static_cast<size_t>(end - at), first.literal.data(), first.literal.size());
    if (!at) return nullptr;
    if (const char *after = matchAt(segment, at, end)) return after;
    if (at == end) return nullptr;
    at = nextPoint(at, end);
  }
}

/// Whether the segment is the end of what begins at `at`.
bool LikePattern::matchEnd(const Segment &segment, const char *at, const char *end) {
  const Piece &first = segment.pieces.front();
  if (segment.pieces.size() == 1 && first.skip == 0) {
    size_t bytes = first.literal.size();
    return static_cast<size_t>(end - at) >= bytes && std::memcmp(end - bytes, first.literal.data(), bytes) == 0;
  }
  for (; at <= end; at = at == end ? end + 1 : nextPoint(at, end))
    if (matchAt(segment, at, end) == end) return true;
  return false;
}

bool LikePattern::matches(std::string_view text) const {
  const char *at = text.data(), *end = at + text.size();
  if (segments_.size() == 1) return matchAt(segments_[0], at, end) == end;
  at = matchAt(segments_[0], at, end);
  for (size_t i = 1; at && i + 1 < segments_.size(); ++i) at = find(segments_[i], at, end);
  return at && matchEnd(segments_.back(), at, end);
}

} // namespace flow::text

extern "C" uint8_t flow_str_like(const FlowText *s, const FlowText *pattern) noexcept {
  static thread_local std::string known;
  static thread_local flow::text::LikePattern compiled{""};
  if (known != pattern->view()) {
    known = pattern->view();
    compiled = flow::text::LikePattern(known);
  }
  return compiled.matches(s->view());
}
