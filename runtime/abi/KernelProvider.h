#pragma once
// Where the runtime gets its kernels from: code compiled in this process, or later objects that came with a
// plan.

#include "runtime/abi/Kernel.h"

#include <string_view>

namespace flow::abi {

/// May be asked by several threads at once; kernels live as long as their provider.
class KernelProvider {
public:
  virtual ~KernelProvider() = default;
  /// The kernel of PlanSpec::kernels by that name.
  virtual StageKernel fast(std::string_view name) = 0;
  /// Its exact twin; asked for only when a batch is suspect, so it may take milliseconds.
  virtual StageKernel exact(std::string_view name) = 0;
};

/// A C function that generated code may call, by symbol.
struct Symbol {
  const char *name = nullptr;
  const void *address = nullptr;
};

} // namespace flow::abi
