#pragma once
// The sink of `sort`: collects all rows, sorts them stably, and leaves a table of all columns, or of the
// first rows of it. A small limit is TopRows' work.

#include "runtime/abi/Plan.h"
#include "runtime/frame/operators/collect/SegmentTables.h"
#include "runtime/frame/operators/sort/RowSorter.h"

namespace flow::frame {

class Sort : public Sink {
public:
  Sort(std::vector<abi::SortKey> keys, uint64_t limit, RowSpec row, const QueryContext &query)
      : keys_(std::move(keys)), limit_(limit), query_(query) {
    table_.row = std::move(row);
  }

  std::unique_ptr<SinkLocal> makeLocal() override;
  Status finish() override;
  /// After finish().
  Table takeTable() { return std::move(table_); }

private:
  std::vector<abi::SortKey> keys_;
  uint64_t limit_;
  QueryContext query_;
  SegmentTables segments_;
  Table table_;
};

} // namespace flow::frame
