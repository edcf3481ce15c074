#include "runtime/frame/operators/stage/StageOperator.h"

namespace flow::frame {

Status StageOperator::beginSegment(uint32_t segment) {
  runner_.beginSegment();
  firstRow_ = 0;
  return Step::beginSegment(segment);
}

Status StageOperator::push(const Batch &batch) {
  StageRunner::Outcome outcome = runner_.evaluate(batch, firstRow_);
  firstRow_ += batch.rows;
  if (outcome.rows > 0) FLOW_TRY(pass(batch, outcome.rows));
  return outcome.failure.ok() ? Status() : failed(std::move(outcome.failure));
}

Status StageOperator::pass(const Batch &batch, uint32_t rows) {
  bool isWhole = true;
  if (spec_->filters) {
    selection_.setFromMask(runner_.mask(), rows);
    if (selection_.count == 0) return {};
    isWhole = selection_.count == rows;
  }
  leaving_.rows = isWhole ? rows : selection_.count;
  leaving_.heaps = runner_.heaps(batch);
  leaving_.columns.resize(spec_->outputs.size());
  for (size_t index = 0; index < spec_->outputs.size(); ++index) {
    const abi::StageOutput &output = spec_->outputs[index];
    ColumnView column = output.computed ? runner_.computed(output.index) : batch.columns[output.index];
    if (!isWhole) {
      Result<ColumnView> kept = gathered_.gather(index, column, selection_);
      if (!kept.ok()) return failed(kept.takeFailure());
      column = *kept;
    }
    leaving_.columns[index] = column;
  }
  return next().push(leaving_);
}

} // namespace flow::frame
