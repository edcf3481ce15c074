#include "runtime/frame/exec/PipelineRun.h"

#include <algorithm>

namespace flow::frame {

/// The steps of one worker, connected to its part of the sink.
struct PipelineRun::Chain {
  ChainState state;
  std::vector<std::unique_ptr<Step>> steps;
  std::unique_ptr<SinkLocal> sink;

  explicit Chain(PipelineParts &parts) : steps(parts.makeSteps(state)), sink(parts.sink->makeLocal()) {
    for (size_t step = 0; step < steps.size(); ++step) {
      steps[step]->connect(step + 1 < steps.size() ? *steps[step + 1] : *sink);
    }
  }
  SinkLocal &first() { return steps.empty() ? *sink : *steps.front(); }
  /// Whether some step after the one that failed had enough without the row that failed.
  bool nobodyAskedForFailure() const {
    if (state.failedStep == ChainState::kSink) return false;
    for (size_t step = static_cast<size_t>(state.failedStep + 1); step < steps.size(); ++step) {
      if (steps[step]->hasEnough()) return true;
    }
    return false;
  }
};

Status PipelineRun::run() {
  if (progress_) {
    progress_->segments = segmentCount_;
    progress_->segmentsDone = 0;
  }
  query_.workers->run(segmentCount_, [this](unsigned) { work(); });
  if (!failure_.ok()) return std::move(failure_);
  FLOW_TRY(query_.pollCancelled());
  return parts_.sink->finish();
}

uint32_t PipelineRun::lastAskedFor() const {
  uint32_t last = std::numeric_limits<uint32_t>::max();
  for (const TakeProgress *take : parts_.takes) {
    last = std::min(last, take->lastSegment.load(std::memory_order_relaxed));
  }
  return last;
}

void PipelineRun::work() {
  Chain chain(parts_);
  bool hasFailed = false;
  for (;;) {
    const uint32_t segment = nextSegment_.fetch_add(1, std::memory_order_relaxed);
    if (segment >= segmentCount_ || isAbandoned(segment) || segment > lastAskedFor()) break;
    Status status = runSegment(segment, chain);
    hasFailed |= !status.ok();
    if (!status.ok()) fail(segment, status.take());
    if (progress_) progress_->segmentsDone.fetch_add(1, std::memory_order_relaxed);
  }
  if (hasFailed) return;
  Status status = chain.first().endWork();
  if (!status.ok()) fail(segmentCount_, status.take());
}

Status PipelineRun::runSegment(uint32_t segment, Chain &chain) {
  chain.state = {};
  FLOW_TRY(chain.first().beginSegment(segment));
  Status failure = readSegment(segment, chain);
  chain.state.isFailing = !failure.ok();
  // What steps still hold comes before the row that failed, and so does a failure of it.
  FLOW_TRY(chain.first().endSegment());
  if (failure.ok() || chain.nobodyAskedForFailure()) return {};
  return failure;
}

Status PipelineRun::readSegment(uint32_t segment, Chain &chain) {
  Result<std::unique_ptr<SegmentReader>> reader = parts_.source->open(segment);
  if (!reader.ok()) {
    chain.state.failedStep = ChainState::kReader;
    return reader.takeFailure();
  }
  Batch batch;
  while (!chain.first().isSatisfied() && segment <= lastAskedFor() && !isAbandoned(segment)) {
    FLOW_TRY(query_.pollCancelled());
    if (Status status = (*reader)->next(batch, query_.batchRows); !status.ok()) {
      chain.state.failedStep = ChainState::kReader;
      return status;
    }
    if (batch.rows == 0) return {};
    if (query_.rowsRead) query_.rowsRead->fetch_add(batch.rows, std::memory_order_relaxed);
    FLOW_TRY(chain.first().push(batch));
  }
  return {};
}

void PipelineRun::fail(uint32_t segment, Failure failure) {
  {
    std::lock_guard lock(mutex_);
    if (isAbandoned(segment)) return;
    failure.segment = segment;
    failure_ = std::move(failure);
    firstFailed_.store(segment, std::memory_order_relaxed);
  }
  for (TakeProgress *take : parts_.takes) take->order.abort();
}

} // namespace flow::frame
