#pragma once
// Where the executor gets compiled stages from: the JIT, an object cache, a test. Called by several workers
// at once.

#include "runtime/abi/Kernel.h"
#include "runtime/base/Status.h"

namespace flow::frame {

class KernelProvider {
public:
  virtual ~KernelProvider() = default;
  /// The fast kernel; asked for each batch, so a better one may be given at any time.
  virtual abi::StageKernel fast(uint32_t kernel) = 0;
  /// The exact kernel, compiled on demand: only failing batches need it.
  virtual Result<abi::StageKernel> exact(uint32_t kernel) = 0;
};

} // namespace flow::frame
