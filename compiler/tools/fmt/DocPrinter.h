#pragma once
// Chooses the line breaks of a document and writes it. Not recursive: documents are as deep as programs are.

#include "compiler/tools/fmt/Doc.h"

#include <string>

namespace flow::fmt {

constexpr uint32_t kLineWidth = 100; ///< in code points
constexpr uint32_t kIndentWidth = 2;

/// The text, every line ending with a newline, without blanks at line ends. Comments at the ends of
/// neighbouring lines stand below each other.
std::string printDoc(const Doc &doc);

} // namespace flow::fmt
