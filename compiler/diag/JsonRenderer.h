#pragma once
// Diagnostics for programs: one JSON object per diagnostic, on one line. Lines and columns count from 1
// (columns in code points), offsets are bytes from 0; `end` is the place after the last byte. Keys are never
// renamed.

#include "compiler/base/SourceManager.h"
#include "compiler/diag/Diagnostic.h"

#include <string>

namespace flow::diag {

/// One diagnostic, ending with a newline:
/// {"code":..,"severity":..,"message":..,"spans":[{"file","begin":{"offset","line","column"},"end":{..},"label",
/// "primary"}],"notes":[..],"helps":[..],"fixes":[{"file","begin","end","text"}]}
std::string renderJson(const Diagnostic &diagnostic, const SourceManager &sources);

/// `text` as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
std::string jsonString(std::string_view text);

} // namespace flow::diag
