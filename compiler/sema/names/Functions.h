#pragma once
// The scalar functions of the library as sema sees them: the lines of runtime/abi/Functions.def with their
// signatures read into types, found by name.

#include "compiler/types/Type.h"

#include <optional>
#include <unordered_map>

namespace flow::sema {

struct BuiltinParameter {
  std::string name;
  const types::Type *type = nullptr;
  std::optional<std::string> defaultText; ///< literal as it is written in the signature
};

struct BuiltinFunction {
  uint32_t index = 0; ///< line of Functions.def
  std::string name;
  std::vector<BuiltinParameter> parameters;
  const types::Type *result = nullptr;
  bool mayFail = false;
  bool isPure = false;
  const char *nondetUse = nullptr; ///< why it is not the same each time: "reads the clock"
};

class FunctionLibrary {
public:
  explicit FunctionLibrary(types::TypeContext &types);
  /// All overloads of the name; empty when there is none.
  const std::vector<BuiltinFunction> &named(std::string_view name) const;
  /// Whether there are functions of that name, which give the same for the same arguments and do nothing else.
  bool isPure(std::string_view name) const;
  /// Names of all functions, for suggestions.
  std::vector<std::string_view> names() const;

private:
  std::unordered_map<std::string, std::vector<BuiltinFunction>> byName_;
};

} // namespace flow::sema
