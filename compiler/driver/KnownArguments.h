#pragma once
// Arguments that functions of the library refuse whatever the others are: a regular expression that is none, a format
// with a directive that stands for nothing. Where they are literals the program need not run to find that out.

#include "compiler/sema/Sema.h"

namespace flow::driver {

/// For sema::Options::askLibrary: calls the function itself, so that the reason is that of the failure.
std::optional<sema::Refusal> askLibrary(uint32_t function, const std::vector<const ir::Constant *> &arguments);

} // namespace flow::driver
