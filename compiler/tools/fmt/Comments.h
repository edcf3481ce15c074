#pragma once
// The comments of a module on their way into the formatted text. The formatter asks for them as it passes
// their places; each is given once, in source order, so none is lost.

#include "compiler/ast/Node.h"

#include <string_view>
#include <vector>

namespace flow::fmt {

class Comments {
public:
  Comments(const ast::Module &module, std::string_view text);

  /// The next comment when it begins before `offset`, else nullptr.
  const ast::Comment *takeBefore(uint32_t offset);
  /// The comment that stands right behind `offset` on its line, only blanks, commas and semicolons between; or the
  /// documentation of what ends there, if only other comments stand between.
  const ast::Comment *takeBehind(uint32_t offset);
  /// Comments within a range that is copied as it is need no care.
  void dropWithin(Span span);
  bool hasBefore(uint32_t offset) const { return next_ < list_.size() && list_[next_]->span.begin < offset; }
  /// Where the next comment begins, but at most `offset`.
  uint32_t nextBegin(uint32_t offset) const { return hasBefore(offset) ? list_[next_]->span.begin : offset; }

  /// Whether an empty line stands directly above what begins at `offset`.
  bool blankAbove(uint32_t offset) const;
  bool newlineBetween(uint32_t begin, uint32_t end) const;

private:
  std::vector<const ast::Comment *> list_;
  size_t next_ = 0;
  std::string_view text_;
};

} // namespace flow::fmt
