#include "runtime/frame/operators/distinct/Distinct.h"

#include "runtime/frame/operators/collect/SegmentTables.h"
#include "runtime/frame/operators/group/LocalGroups.h"

#include <numeric>

namespace flow::frame {

namespace {

class DistinctLocal : public SinkLocal {
public:
  DistinctLocal(GroupStore &store, const std::vector<uint32_t> &keys) : groups_(store, keys) {}

  Status beginSegment(uint32_t segment) override {
    groups_.beginSegment(segment);
    return {};
  }
  Status push(const Batch &batch) override { return groups_.push(batch); }
  Status endSegment() override { return groups_.endSegment(); }

private:
  LocalGroups groups_;
};

} // namespace

Distinct::Distinct(const abi::DistinctSink &spec, RowSpec row, const QueryContext &query)
    : keyColumns_(spec.keys), query_(query) {
  if (keyColumns_.empty()) {
    keyColumns_.resize(row.size());
    std::iota(keyColumns_.begin(), keyColumns_.end(), 0);
  }
  std::vector<ColumnType> types;
  for (uint32_t key : keyColumns_) types.push_back(row[key].type);
  store_.emplace(types, AggregateLayout({}, {}), row, *query.memory);
  table_.row = std::move(row);
}

std::unique_ptr<SinkLocal> Distinct::makeLocal() {
  return std::make_unique<DistinctLocal>(*store_, keyColumns_);
}

Status Distinct::finish() {
  FLOW_TRY(store_->finish(query_));
  std::vector<Chunk> chunks;
  for (const auto &part : store_->parts()) {
    for (Chunk &chunk : part->firstRows) chunks.push_back(std::move(chunk));
  }
  store_.reset();
  Result<std::vector<Chunk>> joined = joinSmallChunks(std::move(chunks), table_.row, *query_.memory);
  if (!joined.ok()) return joined.takeFailure();
  table_.chunks = std::move(*joined);
  return {};
}

} // namespace flow::frame
