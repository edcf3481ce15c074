#pragma once
// One run of a program: what its host code reaches through the host context. Owns the tables that plans gave and that
// host code holds, and the memory of lists, until the run ends.

#include "runtime/abi/Host.h"
#include "runtime/abi/KernelProvider.h"
#include "runtime/abi/Plan.h"
#include "runtime/frame/exec/Executor.h"
#include "runtime/sched/WorkerPool.h"

#include <list>

namespace flow::host {

struct HostOptions {
  uint32_t threads = 1;
  uint32_t batchRows = abi::kBatchRows;
  MemoryPool *memory = nullptr;                 ///< required
  const std::atomic<bool> *cancelled = nullptr; ///< set by Ctrl-C
  frame::SourceFactory *files = nullptr;        ///< required by programs that read or write files
  frame::Progress *progress = nullptr;
};

class HostRuntime {
public:
  HostRuntime(std::vector<abi::PlanSpec> plans, abi::KernelProvider &kernels, const HostOptions &options);
  ~HostRuntime();

  using Main = uint32_t (*)(abi::HostContext *);
  /// Runs the program. The failure has the site of the plan's row function that failed, or of the operation.
  Status run(Main main);

  // ---- for the functions of Host.h
  static HostRuntime &of(abi::HostContext *context) { return *static_cast<Context *>(context)->runtime; }
  bool runPlan(uint32_t plan, const void *captures, abi::HostTable **table);
  /// The table, which host code holds no longer.
  frame::Table take(abi::HostTable *table);
  /// Keeps texts that host code refers to until the run ends.
  void keep(const frame::HeapList &texts) { texts_.insert(texts_.end(), texts.begin(), texts.end()); }
  /// Keeps the failure; gives false.
  bool fail(Failure failure);
  /// Whether a text that host code made was denied its memory, and is wrong.
  bool isOutOfMemory() const { return heap_.isDenied(); }

private:
  struct Context : abi::HostContext {
    HostRuntime *runtime = nullptr;
  };
  class PlanKernels;

  std::vector<abi::PlanSpec> plans_;
  abi::KernelProvider &kernels_;
  HostOptions options_;
  sched::WorkerPool workers_;
  StringHeap heap_;
  Context context_;
  std::list<frame::Table> tables_; ///< those that host code holds
  frame::HeapList texts_;
  std::optional<Failure> failure_;
};

} // namespace flow::host

/// What host code holds is the table itself.
struct flow::abi::HostTable {};
