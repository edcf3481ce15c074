#include "runtime/frame/operators/stage/StageBatch.h"

#include <algorithm>

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
  leaving_.badFields = batch.badFields ? keptFields(*batch.badFields, rows, isWhole) : nullptr;
  outcome.leaving = &leaving_;
  return {};
}

/// Those of the first rows that leave with their columns, unread.
BadFields StageBatch::keptFields(const std::vector<BadField> &fields, uint32_t rows, bool isWhole) const {
  auto kept = std::make_shared<std::vector<BadField>>();
  for (const BadField &field : fields) {
    if (field.row >= rows) break;
    uint32_t row = field.row;
    if (!isWhole) {
      std::span<const uint32_t> selected = selection_.span();
      auto found = std::ranges::lower_bound(selected, row);
      if (found == selected.end() || *found != row) continue;
      row = static_cast<uint32_t>(found - selected.begin());
    }
    for (uint32_t index = 0; index < spec_->outputs.size(); ++index) {
      const abi::StageOutput &output = spec_->outputs[index];
      if (!output.computed && output.index == field.column) kept->push_back({row, index, field.fault});
    }
  }
  std::ranges::sort(*kept, {}, [](const BadField &field) { return std::pair(field.row, field.column); });
  return kept->empty() ? nullptr : kept;
}

} // namespace flow::frame
