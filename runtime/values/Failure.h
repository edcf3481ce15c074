#pragma once
// Memory that was denied, as a failure of the operation that asked for it.

#include "runtime/abi/KernelContext.h"

#include <cstdint>

namespace flow::values {

/// Leaves the failure in the context; gives 1, for `return outOfMemory(..)`.
[[gnu::cold]] uint32_t outOfMemory(abi::KernelContext *context) noexcept;

} // namespace flow::values
