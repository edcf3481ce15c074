#pragma once
// A place in the source that can fail.

#include "runtime/abi/FailureKind.h"

#include <cstdint>
#include <string>

namespace flow::abi {

/// Kernels return its 1-based index in PlanSpec::sites.
struct Site {
  uint32_t file = 0, begin = 0, end = 0; ///< a source span
  FailureKind kind = FailureKind::Failure;
  std::string message;                   ///< empty: the default of the kind
};

} // namespace flow::abi
