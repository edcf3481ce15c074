#pragma once
// The sink of `distinct(keep: last)`: the rows that last show their key columns, in source order. All rows are
// collected; then they are looked through from the end.

#include "runtime/frame/operators/collect/SegmentTables.h"

namespace flow::frame {

class LastRows : public Sink {
public:
  /// `row` is that of the batches and of the result.
  LastRows(const abi::DistinctSink &spec, RowSpec row, const QueryContext &query);

  std::unique_ptr<SinkLocal> makeLocal() override;
  Status finish() override;
  /// After finish().
  Table takeTable() { return std::move(table_); }

private:
  std::vector<uint32_t> keyColumns_;
  QueryContext query_;
  SegmentTables segments_;
  Table table_;
};

} // namespace flow::frame
