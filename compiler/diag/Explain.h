#pragma once
// What `flowc explain` shows: for each code of Diagnostics.def a title and a page of Markdown. The pages
// stand in explain/F0001.md and so on and are compiled into the program; test/tidy finds a code without one.

#include "compiler/diag/Diagnostic.h"

#include <optional>
#include <string_view>

namespace flow::diag {

/// The code of "F0312" (or "f0312"), if there is one.
std::optional<Code> codeFromText(std::string_view text);

/// All codes in the order of Diagnostics.def.
std::vector<Code> allCodes();

uint16_t numberOf(Code code);

/// One line, lower case: what a diagnostic of this code is about.
const char *titleOf(Code code);

/// The whole page, Markdown.
std::string_view explainPage(Code code);

} // namespace flow::diag
