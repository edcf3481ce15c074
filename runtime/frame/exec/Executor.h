#pragma once
// Runs a plan: its pipelines in order, each with all workers, and gives the table that is its result. A plan
// whose last pipeline writes a file has an empty result.

#include "runtime/abi/Plan.h"
#include "runtime/abi/SiteNames.h"
#include "runtime/frame/KernelProvider.h"
#include "runtime/frame/exec/SourceFactory.h"

namespace flow::frame {

/// How far a plan is; read by the progress display while the plan runs.
struct Progress {
  std::atomic<uint64_t> rowsRead{0};
  std::atomic<uint32_t> pipelines{0}, pipelinesDone{0};
  std::atomic<uint32_t> segments{0}, segmentsDone{0}; ///< of the pipeline that runs
};

struct ExecuteOptions {
  sched::WorkerPool *workers = nullptr;         ///< required
  MemoryPool *memory = nullptr;                 ///< required; outlives the result
  uint32_t batchRows = abi::kBatchRows;         ///< at most kBatchRows
  const void *captures = nullptr;               ///< values of host code
  std::shared_ptr<const Buffer> capturedTexts;  ///< keeps the texts among the captures alive
  const abi::SiteNames *sites = nullptr;        ///< for handlers of failures in kernels; null: they learn less
  const std::atomic<bool> *cancelled = nullptr; ///< polled once a batch; then the plan fails with Cancelled
  Progress *progress = nullptr;
  std::span<const Table *const> inputs; ///< tables from outside, for InputSource
  SourceFactory *files = nullptr; ///< required by plans that read or write files
};

/// Runs the plan. Of several failures it reports the first in source order.
Result<Table> execute(const abi::PlanSpec &plan, KernelProvider &kernels, const ExecuteOptions &options);

} // namespace flow::frame
