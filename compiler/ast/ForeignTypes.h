#pragma once
// What types are called by people who come from another language or library (ForeignTypes.def).

#include <string_view>

namespace flow::ast {

struct ForeignType {
  std::string_view here;      ///< the type of Flow, with `T` for its parts as in "T?"; empty when there is no sure one
  const char *help = nullptr; ///< null: the word is not known
};

ForeignType foreignType(std::string_view name);

} // namespace flow::ast
