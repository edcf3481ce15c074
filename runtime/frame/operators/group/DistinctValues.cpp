#include "runtime/frame/operators/group/DistinctValues.h"

namespace flow::frame {

std::unique_ptr<DistinctValues> makeDistinctValues(const ColumnType &type, MemoryPool &pool) {
  return std::make_unique<DistinctValues>(std::span(&type, 1), AggregateLayout({}, {}), RowSpec(), pool);
}

Status LocalDistinctValues::push(const AccumulatorInput &input, const HeapList *heaps) {
  ColumnView values{type_, input.values, nullptr};
  batch_.rows = input.rows;
  if (input.mask) {
    selection_.setFromMask(input.mask, input.rows);
    batch_.rows = selection_.count;
    Result<ColumnView> chosen = chosen_.gather(0, values, selection_);
    if (!chosen.ok()) return chosen.takeFailure();
    values = *chosen;
  }
  batch_.columns.assign(1, values);
  batch_.heaps = heaps;
  return groups_.push(batch_);
}

} // namespace flow::frame
