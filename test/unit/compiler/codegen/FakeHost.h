#pragma once
// Stands for runtime/host in tests of host code: keeps what is printed, and lists in memory that is never
// freed before it.

#include "runtime/abi/Host.h"
#include "runtime/abi/KernelProvider.h"
#include "runtime/base/Memory.h"

#include <memory>
#include <string>
#include <vector>

namespace flow::codegen {

class FakeHost {
public:
  FakeHost();

  /// The functions of Host.h, and those of the runtime.
  static std::vector<abi::Symbol> symbols();
  abi::HostContext *context() { return &context_.host; }
  static FakeHost &of(FlowHost *context) { return *reinterpret_cast<Context *>(context)->self; }
  void *allocate(uint64_t bytes);

  std::string printed;
  uint32_t plansRun = 0;
  std::vector<char> captures; ///< of the last plan
  const abi::FailureText &failure() const { return context_.host.kernel.failure; }

private:
  struct Context {
    abi::HostContext host;
    FakeHost *self = nullptr;
  };
  Context context_;
  MemoryPool pool_;
  StringHeap heap_;
  std::vector<std::unique_ptr<char[]>> blocks_;
};

} // namespace flow::codegen
