#pragma once
// One pipeline while it runs. Workers claim segments in ascending order; each takes its segment batch by
// batch through its own chain of steps into its own part of the sink.
//
// When a segment fails, segments after it are abandoned, earlier ones are finished: they were claimed before,
// and a failure of theirs comes first in source order. So the failure that is reported does not depend on the
// threads.

#include "runtime/frame/exec/Executor.h"
#include "runtime/frame/operators/take/TakeOperator.h"

#include <functional>

namespace flow::frame {

/// What a pipeline runs on; all of it outlives the run.
struct PipelineParts {
  Source *source = nullptr;
  Sink *sink = nullptr;
  std::vector<TakeProgress *> takes;
  /// Makes the steps of one worker, not yet connected.
  std::function<std::vector<std::unique_ptr<Step>>(ChainState &)> makeSteps;
};

class PipelineRun {
public:
  PipelineRun(PipelineParts parts, const QueryContext &query, Progress *progress)
      : parts_(std::move(parts)), query_(query), progress_(progress),
        segmentCount_(parts_.source->segmentCount()) {}

  /// Runs all segments and finishes the sink.
  Status run();

private:
  struct Chain;

  void work();
  Status runSegment(uint32_t segment, Chain &chain);
  Status readSegment(uint32_t segment, Chain &chain);
  void fail(uint32_t segment, Failure failure);
  uint32_t lastAskedFor() const;
  bool isAbandoned(uint32_t segment) const { return segment > firstFailed_.load(std::memory_order_relaxed); }

  PipelineParts parts_;
  QueryContext query_;
  Progress *progress_;
  uint32_t segmentCount_;
  std::atomic<uint32_t> nextSegment_{0};
  std::atomic<uint32_t> firstFailed_{std::numeric_limits<uint32_t>::max()};
  std::mutex mutex_;
  Status failure_; // of segment firstFailed_
};

} // namespace flow::frame
