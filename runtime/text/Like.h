#pragma once
// Patterns of SQL's LIKE, and the function that generated code calls.

#include "runtime/abi/StringView.h"

#include <string>
#include <vector>

namespace flow::text {

/// A pattern: segments with any text between them, the first at the begin of a text, the last at its end.
class LikePattern {
public:
  explicit LikePattern(std::string_view pattern);
  bool matches(std::string_view text) const;

private:
  struct Piece {
    int64_t skip = 0; // any characters before the literal
    std::string literal;
  };
  struct Segment {
    std::vector<Piece> pieces; // never empty
  };
  static const char *matchAt(const Segment &segment, const char *at, const char *end);
  static const char *find(const Segment &segment, const char *at, const char *end);
  static bool matchEnd(const Segment &segment, const char *at, const char *end);

  std::vector<Segment> segments_; // never empty
};

} // namespace flow::text

extern "C" {
using FlowText = flow::abi::StringView;
uint8_t flow_str_like(const FlowText *s, const FlowText *pattern) noexcept;
}
