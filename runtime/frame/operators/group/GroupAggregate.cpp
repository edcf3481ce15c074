#include "runtime/frame/operators/group/GroupAggregate.h"

#include "runtime/frame/operators/ColumnMemory.h"
#include "runtime/frame/operators/group/LocalGroups.h"

namespace flow::frame {

namespace {

class GroupAggregateLocal : public SinkLocal {
public:
  GroupAggregateLocal(GroupStore &store, const std::vector<uint32_t> &keys, const GroupStage *stage)
      : groups_(store, keys, stage) {}

  Status beginSegment(uint32_t segment) override {
    groups_.beginSegment(segment);
    return {};
  }
  Status push(const Batch &batch) override { return groups_.push(batch); }
  Status endSegment() override { return groups_.endSegment(); }
  Status endWork() override { return groups_.endWork(); }

private:
  LocalGroups groups_;
};

std::vector<ColumnType> typesOf(const RowSpec &row) {
  std::vector<ColumnType> types;
  for (const ColumnSpec &column : row) types.push_back(column.type);
  return types;
}
std::vector<ColumnType> typesOf(const RowSpec &row, std::span<const uint32_t> columns) {
  std::vector<ColumnType> types;
  for (uint32_t column : columns) types.push_back(row[column].type);
  return types;
}

} // namespace

GroupAggregate::GroupAggregate(const abi::AggregateSink &spec, RowSpec entering, RowSpec row,
                               const StageSetting &setting)
    : keyColumns_(spec.keys), query_(setting.query),
      store_(typesOf(entering, spec.keys),
             AggregateLayout(spec.aggregates, typesOf(entering), spec.stage ? &*spec.stage : nullptr), {},
             *query_.memory),
      order_(*query_.memory) {
  if (spec.stage) stage_.emplace(&*spec.stage, std::move(entering), setting);
  FLOW_CHECK_EQ(row.size(), spec.keys.size() + spec.aggregates.size(), "columns of an aggregated table");
  table_.row = std::move(row);
}

std::unique_ptr<SinkLocal> GroupAggregate::makeLocal() {
  return std::make_unique<GroupAggregateLocal>(store_, keyColumns_, stage_ ? &*stage_ : nullptr);
}

Status GroupAggregate::finish() {
  FLOW_TRY(store_.finish(query_));
  FLOW_TRY(store_.order(query_, order_));
  texts_ = bundle(store_.textHeaps());
  table_.chunks.resize((store_.groupCount() + abi::kSegmentRows - 1) / abi::kSegmentRows);
  return query_.workers->forEach(table_.chunks.size(),
                                 [&](size_t number, unsigned) { return makeChunk(number); });
}

Status GroupAggregate::makeChunk(size_t number) {
  const size_t first = number * abi::kSegmentRows;
  const auto rows = static_cast<uint32_t>(std::min<size_t>(order_.size() - first, abi::kSegmentRows));
  std::vector<const uint64_t *> keys(rows);
  std::vector<const char *> states(rows);
  for (uint32_t row = 0; row < rows; ++row) {
    const GroupPartition &partition = store_.partition(static_cast<uint32_t>(order_[first + row] >> 32));
    keys[row] = partition.key(static_cast<uint32_t>(order_[first + row]));
    states[row] = partition.state(static_cast<uint32_t>(order_[first + row]));
  }
  Chunk &chunk = table_.chunks[number];
  chunk.rows = rows;
  for (const ColumnSpec &spec : table_.row) {
    Result<Column> column = makeColumn(spec.type, rows, *query_.memory);
    if (!column.ok()) return column.takeFailure();
    if (abi::isStringLike(spec.type.kind) && texts_) column->heaps.push_back(texts_);
    chunk.columns.push_back(std::move(*column));
  }
  for (size_t key = 0; key < keyColumns_.size(); ++key) {
    Column &column = chunk.columns[key];
    store_.keys().unpack(key, keys, column.data->data(), validityOf(column));
  }
  FLOW_TRY(finishAggregates(chunk, states));
  for (Column &column : chunk.columns) dropFullValidity(column);
  return {};
}

/// Of several sums that overflow, the one of the first group is reported.
Status GroupAggregate::finishAggregates(Chunk &chunk, std::span<const char *const> states) {
  Failure firstFailure;
  uint32_t failedRow = chunk.rows;
  for (size_t output = 0; output < store_.aggregates().outputCount(); ++output) {
    Column &column = chunk.columns[keyColumns_.size() + output];
    Failure failure;
    uint32_t done =
        store_.aggregates().finish(output, states, column.data->data(), validityOf(column), failure);
    if (done >= failedRow) continue;
    failedRow = done;
    firstFailure = std::move(failure);
    firstFailure.site = store_.aggregates().outputSite(output);
  }
  if (failedRow < chunk.rows) return firstFailure;
  return {};
}

} // namespace flow::frame
