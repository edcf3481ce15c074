#pragma once
// The sink of `group(by: ..) |> agg(..)`: one row per group, keys then aggregates, in order of first
// appearance.

#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/group/GroupStore.h"

namespace flow::frame {

class GroupAggregate : public Sink {
public:
  /// `entering` are the types of the batches, `row` that of the result.
  GroupAggregate(const abi::AggregateSink &spec, std::span<const ColumnType> entering, RowSpec row,
                 const QueryContext &query);

  std::unique_ptr<SinkLocal> makeLocal() override;
  Status finish() override;
  /// After finish().
  Table takeTable() { return std::move(table_); }

private:
  Status makeChunk(size_t number);
  Status finishAggregates(Chunk &chunk, std::span<const char *const> states);

  std::vector<uint32_t> keyColumns_;
  QueryContext query_;
  GroupStore store_;
  PoolArray<uint64_t> order_;           // see GroupStore::order
  std::shared_ptr<const Buffer> texts_; // what keeps the texts of all groups alive
  Table table_;
};

} // namespace flow::frame
