#pragma once
// What people call things who come from another language or library (ForeignNames.def).

#include <string_view>

namespace flow::sema {

struct ForeignType {
  std::string_view here;      ///< the type of Flow, empty when there is none of this kind
  const char *help = nullptr; ///< null: the word is not known
};

/// What Flow writes instead of the value `name`, or null.
const char *foreignNameHelp(std::string_view name);
/// What Flow writes instead of the function or member `name`, or null.
const char *foreignFunctionHelp(std::string_view name);
/// What Flow writes instead of the verb `name` of frames, or null.
const char *foreignVerbHelp(std::string_view name);
ForeignType foreignType(std::string_view name);
/// What Flow writes instead of the named argument, or null.
const char *foreignArgumentHelp(std::string_view name);

} // namespace flow::sema
