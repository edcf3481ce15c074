#pragma once
// One run of a program: what its host code reaches through the host context. Owns the tables that plans gave and that
// host code holds, and the memory of its values, until the run ends.

#include "runtime/abi/Host.h"
#include "runtime/abi/KernelProvider.h"
#include "runtime/abi/Plan.h"
#include "runtime/abi/SiteNames.h"
#include "runtime/frame/exec/Executor.h"
#include "runtime/host/CapturedValues.h"
#include "runtime/host/HostConstants.h"
#include "runtime/sched/WorkerPool.h"

#include <list>

namespace flow::host {
class HostRuntime;
}

/// What host code holds.
struct flow::abi::HostTable : flow::abi::FrameObject {
  flow::frame::Table table;
  flow::host::HostRuntime *runtime = nullptr;
};

namespace flow::host {

struct HostOptions {
  uint32_t threads = 1;
  uint32_t batchRows = abi::kBatchRows;
  MemoryPool *memory = nullptr;                 ///< required
  const std::atomic<bool> *cancelled = nullptr; ///< set by Ctrl-C
  frame::SourceFactory *files = nullptr;        ///< required by programs that read or write files
  frame::Progress *progress = nullptr;
  const abi::SiteNames *sites = nullptr;        ///< for handlers of failures
};

class HostRuntime {
public:
  HostRuntime(std::vector<abi::PlanSpec> plans, abi::KernelProvider &kernels, const HostOptions &options);
  ~HostRuntime();

  using Main = uint32_t (*)(abi::HostContext *);
  /// Runs the program. The failure has the site of the plan's row function that failed, or of the operation.
  Status run(Main main);
  /// Of a run that failed with a declared error, or with a failure that was caught and passed on: its kind. Else empty.
  std::string_view errorKind() const;

  // ---- for the functions of Host.h
  static HostRuntime &of(abi::HostContext *context) { return *static_cast<Context *>(context)->runtime; }
  /// `shape` as in Host.h.
  bool runPlan(uint32_t plan, const void *captures, const abi::ValueShape *shape, abi::HostTable **table);
  /// As HostConstants has it.
  void keep(uint32_t constant, const abi::ValueShape &shape, const void *value);
  /// Keeps the failure; gives false.
  bool fail(Failure failure);
  ValueHeap &values() { return values_; }
  /// Host code has let go of the table.
  void end(abi::HostTable *table);

private:
  Result<frame::Table> execute(const abi::PlanSpec &plan, const void *captures, const abi::ValueShape *shape);

  struct Context : abi::HostContext {
    HostRuntime *runtime = nullptr;
  };
  class PlanKernels;

  std::vector<abi::PlanSpec> plans_;
  abi::KernelProvider &kernels_;
  HostOptions options_;
  sched::WorkerPool workers_;
  ValueHeap values_;
  std::shared_ptr<SparedValues> spared_ = std::make_shared<SparedValues>();
  Context context_;
  HostConstants constants_;
  std::list<abi::HostTable> tables_; ///< those that host code holds
  std::optional<Failure> failure_;
};

} // namespace flow::host

