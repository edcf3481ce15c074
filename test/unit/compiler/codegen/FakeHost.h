#pragma once
// Stands for runtime/host in tests of host code: keeps what is printed.

#include "runtime/abi/Host.h"
#include "runtime/abi/KernelProvider.h"
#include "runtime/base/ValueHeap.h"

#include <string>
#include <vector>

namespace flow::codegen {

class FakeHost {
public:
  explicit FakeHost(size_t memoryBytes = MemoryPool::kNoLimit);

  /// The functions of Host.h, and those of the runtime.
  static std::vector<abi::Symbol> symbols();
  abi::HostContext *context() { return &context_.host; }
  static FakeHost &of(FlowHost *context) { return *reinterpret_cast<Context *>(context)->self; }

  std::string printed;
  uint32_t plansRun = 0;
  std::vector<char> captures; ///< of the last plan
  /// What the run has left behind, and what it has made.
  const ValueHeap &values() const { return values_; }
  const abi::FailureText &failure() const { return context_.host.kernel.failure; }

private:
  struct Context {
    abi::HostContext host;
    FakeHost *self = nullptr;
  };
  Context context_;
  MemoryPool pool_;
  ValueHeap values_;
};

} // namespace flow::codegen
