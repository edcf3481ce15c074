#include "compiler/tools/fmt/Doc.h"

namespace flow::fmt {

const Doc *DocMaker::make(Doc::Kind kind, std::string text, Docs parts) {
  bool hard = kind == Doc::Kind::BreakGroup || kind == Doc::Kind::Comment;
  Doc &doc = docs_.emplace_back(Doc{kind, hard, false, std::move(text), std::move(parts)});
  for (const Doc *part : doc.parts) doc.hard |= part->hard;
  return &doc;
}

const Doc *DocMaker::blankLine() {
  const Doc *doc = make(Doc::Kind::Line, " ", {});
  docs_.back().blank = true;
  return concat({doc, breakGroup()});
}

} // namespace flow::fmt
