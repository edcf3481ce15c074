#pragma once
// Diagnostics for people, in the form of LANGUAGE.md: code and message, the place, the source lines with
// underlines and labels, notes and helps. Failures at run time print through the same function.

#include "compiler/base/SourceManager.h"
#include "compiler/diag/Diagnostic.h"

#include <string>

namespace flow::diag {

struct TextOptions {
  bool color = false; ///< ANSI escapes; only for a terminal
};

/// One diagnostic, ending with a newline.
std::string renderText(const Diagnostic &diagnostic, const SourceManager &sources, TextOptions options = {});

} // namespace flow::diag
