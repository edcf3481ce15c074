#pragma once
// Text whose line breaks are not decided yet. A document says where lines may be broken and what belongs
// together; DocPrinter chooses, outermost group first, so that lines fit.
//
// Invariants: documents are made once, by a DocMaker that owns them, and never change. `hard` is set when a
// document cannot stand on one line; a group around it is broken.

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace flow::fmt {

struct Doc {
  enum class Kind : uint8_t {
    Text,       ///< `text` as it is; may hold newlines (a """ string)
    Line,       ///< in a broken group a newline, else `text`; `blank` adds an empty line
    Concat,     ///< `parts` one after the other
    Group,      ///< parts[0] on one line if it fits, else with all of its lines broken
    Broken,     ///< parts[0], a group, broken whether it fits or not
    Indent,     ///< parts[0], its lines indented by one step
    IfBroken,   ///< parts[0] where the group around is broken, parts[1] where it is not
    Comment,    ///< `text`, with the rest of the line for itself
    Suffix,     ///< `text` at the end of the line that is being written: a comment
    BreakGroup, ///< nothing, and the groups around are broken
    Hug,        ///< parts[0] while its first line fits, else parts[1]
    Below,      ///< parts[0] behind a blank, or on the next line if only there it fits on one
    Fill,       ///< content, line, content, ..: as many to a line as fit
  };
  Kind kind;
  bool hard = false;
  bool blank = false;
  std::string text;
  std::vector<const Doc *> parts;
};

class DocMaker {
public:
  using Docs = std::vector<const Doc *>;

  const Doc *text(std::string text) { return make(Doc::Kind::Text, std::move(text), {}); }
  const Doc *nothing() { return concat({}); }
  const Doc *concat(Docs parts) { return make(Doc::Kind::Concat, {}, std::move(parts)); }
  /// A newline, or `flat` on one line.
  const Doc *line(std::string flat = " ") { return make(Doc::Kind::Line, std::move(flat), {}); }
  const Doc *softLine() { return line(""); }
  const Doc *blankLine();
  const Doc *hardLine() { return concat({line(), breakGroup()}); }
  const Doc *group(const Doc *doc) { return make(Doc::Kind::Group, {}, {doc}); }
  const Doc *broken(const Doc *group) { return make(Doc::Kind::Broken, {}, {group}); }
  const Doc *indent(const Doc *doc) { return make(Doc::Kind::Indent, {}, {doc}); }
  const Doc *ifBroken(const Doc *broken, const Doc *flat) { return make(Doc::Kind::IfBroken, {}, {broken, flat}); }
  const Doc *comment(std::string text) { return make(Doc::Kind::Comment, std::move(text), {}); }
  const Doc *suffix(std::string comment) { return make(Doc::Kind::Suffix, std::move(comment), {}); }
  const Doc *breakGroup() { return make(Doc::Kind::BreakGroup, {}, {}); }
  const Doc *hug(const Doc *hugging, const Doc *exploded) { return make(Doc::Kind::Hug, {}, {hugging, exploded}); }
  const Doc *below(const Doc *doc) { return make(Doc::Kind::Below, {}, {doc}); }
  const Doc *fill(Docs parts) { return make(Doc::Kind::Fill, {}, std::move(parts)); }

private:
  const Doc *make(Doc::Kind kind, std::string text, Docs parts);

  std::deque<Doc> docs_;
};

} // namespace flow::fmt
