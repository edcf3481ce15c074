#pragma once
// What every later step relies on: the text is not too large, is valid UTF-8, has no NUL bytes, and its lines
// end with "\n" or "\r\n".

#include "compiler/diag/Diagnostic.h"

#include <string_view>

namespace flow::parse {

/// False when the text is not fit for lexing; the reason is reported with its place.
bool checkSource(uint32_t file, std::string_view text, diag::Emitter &emitter);

} // namespace flow::parse
