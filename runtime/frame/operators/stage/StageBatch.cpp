#include "runtime/frame/operators/stage/StageBatch.h"

namespace flow::frame {

void StageBatch::beginSegment() {
  runner_.beginSegment();
  firstRow_ = 0;
}

StageBatch::Outcome StageBatch::evaluate(const Batch &batch) {
  StageRunner::Outcome evaluated = runner_.evaluate(batch, firstRow_);
  firstRow_ += batch.rows;
  Outcome outcome{nullptr, std::move(evaluated.failure)};
  const bool hasRows = !spec_->outputs.empty() || spec_->accumulations.empty();
  if (evaluated.rows == 0 || !hasRows) return outcome;
  if (Status status = keep(batch, evaluated.rows, outcome); !status.ok()) return {nullptr, std::move(status)};
  return outcome;
}

Status StageBatch::keep(const Batch &batch, uint32_t rows, Outcome &outcome) {
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
      if (!kept.ok()) return kept.takeFailure();
      column = *kept;
    }
    leaving_.columns[index] = column;
  }
  outcome.leaving = &leaving_;
  return {};
}

} // namespace flow::frame
