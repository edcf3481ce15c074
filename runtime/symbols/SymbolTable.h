#pragma once
// Where the functions are that generated code calls: the symbols of Functions.def and Helpers.def, without
// those that are LLVM intrinsics. Who links this has all of them linked.

#include <cstddef>
#include <span>

namespace flow::symbols {

struct Symbol {
  const char *name;
  const void *address;
};

/// All symbols; some more than once.
std::span<const Symbol> runtimeSymbols();

} // namespace flow::symbols
