#pragma once
// What people call things who come from another language or library (ForeignNames.def).

#include <string_view>

namespace flow::sema {

/// What Flow writes instead of the value `name`, or null.
const char *foreignNameHelp(std::string_view name);
/// What Flow writes instead of the function or verb `name`, or null.
const char *foreignFunctionHelp(std::string_view name);

} // namespace flow::sema
