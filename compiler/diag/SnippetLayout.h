#pragma once
// The part of a rendered diagnostic that shows source: which lines of one file are printed, with which
// underlines and labels. Pure layout: the result is rows of styled text, which TextRenderer joins with gutter
// and colours.
//
// A label within one line is an underline; one over several lines is a bar left of the text, from the line
// where it begins to an underline where it ends. Labels that have no room behind their underline hang below
// it.

#include "compiler/base/SourceManager.h"
#include "compiler/diag/Diagnostic.h"

#include <string>
#include <vector>

namespace flow::diag {

enum class Style : uint8_t { Plain, Primary, Secondary, Gutter, Heading, Help };

/// A piece of a row in one style.
struct StyledText {
  std::string text;
  Style style = Style::Plain;
};

struct SnippetRow {
  uint32_t line = 0;              ///< the number in the gutter; 0 for a row of underlines
  bool gap = false;               ///< "...": lines are left out here
  std::vector<StyledText> pieces; ///< without blanks at the end
};

/// A label with its rank: of labels at one place the primary one is drawn on top.
struct SnippetLabel {
  Span span;
  std::string text;
  bool primary = false;
};

/// The rows for labels that all lie in `file`.
std::vector<SnippetRow> layoutSnippet(const SourceManager &sources, uint32_t file,
                                      const std::vector<SnippetLabel> &labels);

} // namespace flow::diag
