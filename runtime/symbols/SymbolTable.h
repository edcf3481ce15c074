#pragma once
// Where the functions are that generated code calls: the symbols of Functions.def and Operations.def, without
// those that are LLVM intrinsics. Who links this has all of them linked.

#include "runtime/abi/KernelProvider.h"

#include <span>

namespace flow::symbols {

/// All symbols; some more than once.
std::span<const abi::Symbol> runtimeSymbols();

} // namespace flow::symbols
