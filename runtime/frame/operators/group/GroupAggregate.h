#pragma once
// The sink of `group(by: ..) |> agg(..)`: one row per group, keys then aggregates, in order of first
// appearance.

#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/group/GroupAccumulators.h"
#include "runtime/frame/operators/group/GroupStore.h"

namespace flow::frame {

class GroupAggregate : public Sink {
public:
  /// `entering` is the row of the batches, `row` that of the result. The spec outlives the sink.
  GroupAggregate(const abi::AggregateSink &spec, RowSpec entering, RowSpec row, const StageSetting &setting);

  std::unique_ptr<SinkLocal> makeLocal() override;
  Status finish() override;
  /// After finish().
  Table takeTable() { return std::move(table_); }

private:
  Status makeChunk(size_t number);
  Status finishAggregates(Chunk &chunk, std::span<const char *const> states);

  std::vector<uint32_t> keyColumns_;
  QueryContext query_;
  std::optional<GroupStage> stage_;
  GroupStore store_;
  PoolArray<uint64_t> order_;           // see GroupStore::order
  std::shared_ptr<const Buffer> texts_; // what keeps the texts of all groups alive
  Table table_;
};

} // namespace flow::frame
