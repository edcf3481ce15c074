#pragma once
// The interfaces of the parts of a pipeline. A description (runtime/abi/Plan.h) is immutable; what changes
// while a pipeline runs is in these objects: one Source and one Sink per pipeline, shared by its workers, and
// per worker one SegmentReader, one Step chain and one SinkLocal. Segments are claimed by workers in
// ascending order.

#include "runtime/abi/Plan.h"
#include "runtime/abi/SiteNames.h"
#include "runtime/frame/Column.h"
#include "runtime/sched/WorkerPool.h"

#include <atomic>

namespace flow::frame {

/// What a pipeline's parts need of the query that they belong to.
struct QueryContext {
  MemoryPool *memory = nullptr;
  sched::WorkerPool *workers = nullptr;
  const void *captures = nullptr;
  std::shared_ptr<const Buffer> capturedTexts; ///< keeps the texts among the captures alive; null: there are none
  const abi::SiteNames *sites = nullptr;       ///< for handlers of failures in kernels; null: they learn less
  const std::atomic<bool> *cancelled = nullptr;
  uint32_t batchRows = abi::kBatchRows;      ///< at most abi::kBatchRows
  std::atomic<uint64_t> *rowsRead = nullptr; ///< for the progress display

  /// Cancelled, when somebody has asked for that. Long work polls it a thousand times a second or so.
  Status pollCancelled() const {
    if (!cancelled || !cancelled->load(std::memory_order_relaxed)) return {};
    return Status::fail(FailureKind::Cancelled, "cancelled");
  }
};

/// Reads one segment, batch by batch.
class SegmentReader {
public:
  virtual ~SegmentReader() = default;
  /// Fills `batch` with the next rows, at most `maxRows`; 0 rows at the end of the segment. The batch's
  /// memory is valid until the next call, its heaps for as long as somebody holds them.
  virtual Status next(Batch &batch, uint32_t maxRows) = 0;
};

/// Where rows come from. Segments are numbered in source order; their division depends on the data alone.
class Source {
public:
  virtual ~Source() = default;
  virtual uint32_t segmentCount() const = 0;
  virtual Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) = 0;
};

/// The worker's part of a sink: takes the batches of one segment after the other.
class SinkLocal {
public:
  virtual ~SinkLocal() = default;
  virtual Status beginSegment(uint32_t segment) = 0;
  virtual Status push(const Batch &batch) = 0;
  virtual Status endSegment() = 0;
  /// After the worker's last segment, when none of its segments has failed.
  virtual Status endWork() { return {}; }
  /// True when no later row of this segment can change the result (a satisfied `take`).
  virtual bool isSatisfied() const { return false; }
};

class Sink {
public:
  virtual ~Sink() = default;
  /// The part of one worker; workers may ask at the same time. The sink outlives its parts.
  virtual std::unique_ptr<SinkLocal> makeLocal() = 0;
  /// After all workers have ended, on one thread; the query's workers are free for parallel work inside.
  virtual Status finish() = 0;
};

} // namespace flow::frame
