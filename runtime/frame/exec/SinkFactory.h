#pragma once
// Makes the sink of a pipeline, and keeps what it leaves where later pipelines find it.

#include "runtime/abi/Plan.h"
#include "runtime/frame/exec/SourceFactory.h"
#include "runtime/frame/operators/join/JoinTable.h"
#include "runtime/frame/operators/stage/StageRunner.h"

namespace flow::frame {

/// What the pipelines of a plan have left, by number.
struct PipelineResults {
  explicit PipelineResults(const abi::PlanSpec &plan);

  std::vector<Table> tables;
  std::vector<std::unique_ptr<JoinTable>> joinTables;
};

/// A sink, and what is to be done with its result.
class PlannedSink {
public:
  virtual ~PlannedSink() = default;
  virtual Sink &sink() = 0;
  /// After the sink has finished.
  virtual Status deliver(PipelineResults &results) = 0;
};

/// `entering` is the row of the batches that come to the sink. `files` may be null when nothing is written.
Result<std::unique_ptr<PlannedSink>> makeSink(const abi::SinkSpec &spec, const RowSpec &entering,
                                              const StageSetting &setting, SourceFactory *files);

} // namespace flow::frame
