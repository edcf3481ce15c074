#pragma once
// The C functions that generated code may call, by name: those that the caller of compile() gives, and the
// handful that LLVM itself calls (memcpy, 128-bit division, exp). Nothing else of the process can be reached.

#include "runtime/abi/KernelProvider.h"

#include <span>
#include <string_view>
#include <unordered_map>

namespace flow::codegen {

class SymbolTable {
public:
  explicit SymbolTable(std::span<const abi::Symbol> symbols);
  /// Null when there is none.
  const void *find(std::string_view name) const;

private:
  std::unordered_map<std::string_view, const void *> addresses_;
};

} // namespace flow::codegen
