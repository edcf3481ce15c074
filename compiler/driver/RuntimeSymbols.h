#pragma once
// The C functions of the runtime that generated code may call, by symbol.

#include "runtime/abi/KernelProvider.h"

#include <span>

namespace flow::driver {

std::span<const abi::Symbol> runtimeSymbols();

} // namespace flow::driver
