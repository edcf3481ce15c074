#pragma once
// The types that sema found, as text: `flowc emit types`.

#include "compiler/base/SourceManager.h"
#include "compiler/sema/Tree.h"

namespace flow::sema {

/// One line for each param, function (generic ones: for each list of parameter types), local, verb of frames, and
/// expression over columns, in the order of the source: `line:column  what: type`.
/// Of one file.
std::string typesText(const tree::Program &program, const SourceManager &sources, uint32_t file);

/// The source text of a span on one line, cut when it is long.
std::string shortText(const SourceManager &sources, Span span);

} // namespace flow::sema
