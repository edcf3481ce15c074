#pragma once
// The sink of `distinct`: the rows that first show their key columns, in source order.

#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/group/GroupStore.h"

namespace flow::frame {

class Distinct : public Sink {
public:
  /// `row` is that of the batches and of the result.
  Distinct(const abi::DistinctSink &spec, RowSpec row, const QueryContext &query);

  std::unique_ptr<SinkLocal> makeLocal() override;
  Status finish() override;
  /// After finish().
  Table takeTable() { return std::move(table_); }

private:
  std::vector<uint32_t> keyColumns_;
  QueryContext query_;
  std::optional<GroupStore> store_;
  Table table_;
};

} // namespace flow::frame
