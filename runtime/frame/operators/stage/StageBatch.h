#pragma once
// The batch that leaves a stage: evaluates the stage over a batch and keeps the rows that its mask leaves. Columns are
// copied only where some, but not all rows stay. One per worker and stage.

#include "runtime/abi/Plan.h"
#include "runtime/frame/operators/stage/StageRunner.h"

namespace flow::frame {

class StageBatch {
public:
  StageBatch(const abi::StageStep &spec, RowSpec entering, const StageSetting &setting)
      : spec_(&spec), runner_(spec, std::move(entering), setting), gathered_(*setting.query.memory) {}

  StageRunner &runner() { return runner_; }
  void beginSegment();

  /// What leaves, of the rows before one that fails.
  struct Outcome {
    const Batch *leaving = nullptr; ///< null when no row leaves, or no column; valid until the next batch
    Status failure;
  };
  Outcome evaluate(const Batch &batch);

private:
  Status keep(const Batch &batch, uint32_t rows, Outcome &outcome);
  BadFields keptFields(const std::vector<BadField> &fields, uint32_t rows, bool isWhole) const;

  const abi::StageStep *spec_;
  StageRunner runner_;
  BatchBuffer gathered_;
  Selection selection_;
  Batch leaving_;
  uint64_t firstRow_ = 0; // of the next batch, in the segment
};

} // namespace flow::frame
