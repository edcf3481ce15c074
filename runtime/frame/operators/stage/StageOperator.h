#pragma once
// The step that runs a compiled stage: evaluates it over a batch, keeps the rows that its mask leaves, and
// passes the stage's output columns on. Columns are copied only where some, but not all rows stay.

#include "runtime/frame/operators/Step.h"
#include "runtime/frame/operators/stage/StageRunner.h"

namespace flow::frame {

class StageOperator : public Step {
public:
  StageOperator(const abi::StageStep &spec, RowSpec entering, const StageSetting &setting, int number,
                ChainState &chain)
      : Step(number, chain), spec_(&spec), runner_(spec, std::move(entering), setting),
        gathered_(*setting.query.memory) {}

  Status beginSegment(uint32_t segment) override;
  Status push(const Batch &batch) override;

private:
  Status pass(const Batch &batch, uint32_t rows);

  const abi::StageStep *spec_;
  StageRunner runner_;
  BatchBuffer gathered_;
  Selection selection_;
  Batch leaving_;
  uint64_t firstRow_ = 0; // of the next batch, in the segment
};

} // namespace flow::frame
