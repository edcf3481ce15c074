#pragma once
// Which doc comment documents what. A declaration, field or parameter has the `///` lines directly above it,
// or the one that follows it (or the bracket that opens it) on its line. A blank line separates: a comment at
// the top of a file is about the file.

#include "compiler/ast/Node.h"

#include <string>
#include <string_view>
#include <vector>

namespace flow::parse {

class DocComments {
public:
  DocComments(std::vector<ast::Comment> &comments, std::string_view text);

  /// The text for what stands at `whole` (which opens brackets of its own, such as an actor), without
  /// slashes, lines joined by newlines. Each comment is given once, so parts are asked for before the whole.
  std::string take(Span whole, bool brackets = false);
  /// The text about the program: the first `///` lines, when nothing stands before them but other comments, and they
  /// belong to no declaration. Asked for when each declaration has taken its own.
  std::string aboutProgram(uint32_t firstItem) const;

private:
  bool onlyBetween(uint32_t begin, uint32_t end, std::string_view allowed) const;
  void takeAbove(uint32_t begin, std::string &doc);
  bool takeBehind(Span whole, std::string &doc);
  void takeInside(Span whole, std::string &doc);

  std::vector<ast::Comment *> docs_; ///< in source order
  std::string_view text_;
};

} // namespace flow::parse
