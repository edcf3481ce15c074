#include "runtime/frame/operators/sort/TopRows.h"

#include "runtime/frame/operators/Selection.h"
#include "runtime/frame/operators/StoredRows.h"

#include <algorithm>
#include <numeric>

namespace flow::frame {

namespace {

/// The best `limit` of the rows, in order. `rows` is used up.
Result<RankedRows> keepBest(RankedRows rows, uint64_t limit, const SortKeys &keys, const RowSpec &row,
                            MemoryPool &pool) {
  const uint32_t words = keys.words();
  StoredRows stored(row, std::move(rows.chunks));
  std::vector<uint32_t> order(rows.places.size()), names(rows.places.size());
  std::iota(order.begin(), order.end(), 0);
  for (size_t chunk = 0; chunk < stored.chunkCount(); ++chunk) {
    const uint64_t first = stored.firstOfChunk(chunk);
    for (uint32_t at = 0; at < stored.chunk(chunk).rows; ++at)
      names[first + at] = static_cast<uint32_t>(chunk << 16) | at;
  }
  auto comesBefore = [&](uint32_t a, uint32_t b) {
    auto textOf = [&](int side, uint32_t column) -> const StringView & {
      return stored.value<StringView>(column, names[side == 0 ? a : b]);
    };
    int result =
        keys.compare(rows.keys.data() + size_t(a) * words, rows.keys.data() + size_t(b) * words, textOf);
    return result != 0 ? result < 0 : rows.places[a] < rows.places[b];
  };
  const auto count = static_cast<size_t>(std::min<uint64_t>(limit, order.size()));
  std::partial_sort(order.begin(), order.begin() + static_cast<ptrdiff_t>(count), order.end(), comesBefore);
  RankedRows best(pool);
  FLOW_TRY(best.keys.resize(count * words));
  FLOW_TRY(best.places.resize(count));
  std::vector<uint32_t> picked(count);
  for (size_t at = 0; at < count; ++at) {
    picked[at] = names[order[at]];
    best.places[at] = rows.places[order[at]];
    std::memcpy(best.keys.data() + at * words, rows.keys.data() + size_t(order[at]) * words,
                words * sizeof(uint64_t));
  }
  if (count > 0) {
    Result<Chunk> chunk = stored.makeChunk(picked, pool);
    if (!chunk.ok()) return chunk.takeFailure();
    best.chunks.push_back(std::move(*chunk));
  }
  return best;
}

} // namespace

class TopRowsLocal : public SinkLocal {
public:
  /// `best` belongs to the sink and is this worker's alone.
  TopRowsLocal(const TopRows &sink, RankedRows &best)
      : sink_(sink), best_(best), rows_(sink.table_.row, *sink.query_.memory),
        batchKeys_(*sink.query_.memory), mask_(abi::kBatchRows) {}

  Status beginSegment(uint32_t segment) override {
    nextPlace_ = uint64_t(segment) << 32;
    return {};
  }

  Status push(const Batch &batch) override {
    const uint32_t words = sink_.keys_.words();
    // Most batches have nothing to offer once there is a bound.
    if (bound_ != UINT64_MAX && sink_.keys_.findUpTo(batch.columns, batch.rows, bound_, mask_.data())) {
      if (!std::memchr(mask_.data(), 1, batch.rows)) {
        nextPlace_ += batch.rows;
        return {};
      }
    }
    FLOW_TRY(batchKeys_.resize(size_t(batch.rows) * words));
    sink_.keys_.encode(batch.columns, batch.rows, batchKeys_.data());
    // Until there are enough rows to know a bound, all may be among the best.
    for (uint32_t row = 0; row < batch.rows; ++row) mask_[row] = batchKeys_[size_t(row) * words] <= bound_;
    selection_.setFromMask(mask_.data(), batch.rows);
    for (uint32_t row : selection_.span()) {
      FLOW_TRY(best_.keys.append(std::span<const uint64_t>(batchKeys_.data() + size_t(row) * words, words)));
      FLOW_TRY(best_.places.append(nextPlace_ + row));
    }
    nextPlace_ += batch.rows;
    FLOW_TRY(rows_.appendRows(batch, selection_.span()));
    return best_.places.size() >= sink_.limit_ + std::max(sink_.limit_, kSlack) ? prune() : Status();
  }

  Status endSegment() override {
    FLOW_TRY(takeRows());
    return best_.chunks.size() > kChunksMax ? prune() : Status();
  }

private:
  static constexpr uint64_t kSlack = 1024;
  static constexpr size_t kChunksMax = 64;

  Status prune() {
    FLOW_TRY(takeRows());
    Result<RankedRows> best =
        keepBest(std::move(best_), sink_.limit_, sink_.keys_, sink_.table_.row, *sink_.query_.memory);
    if (!best.ok()) return best.takeFailure();
    best_ = std::move(*best);
    if (best_.places.size() == sink_.limit_) bound_ = best_.keys[(sink_.limit_ - 1) * sink_.keys_.words()];
    return {};
  }

  Status takeRows() {
    Result<Table> table = rows_.finish();
    if (!table.ok()) return table.takeFailure();
    for (Chunk &chunk : table->chunks) best_.chunks.push_back(std::move(chunk));
    return {};
  }

  const TopRows &sink_;
  RankedRows &best_;
  TableBuilder rows_; // rows of best_ that are not yet among its chunks
  PoolArray<uint64_t> batchKeys_;
  std::vector<uint8_t> mask_;
  Selection selection_;
  uint64_t bound_ = UINT64_MAX; // first key word of the worst row that is still good enough
  uint64_t nextPlace_ = 0;
};

TopRows::TopRows(std::vector<abi::SortKey> keys, uint64_t limit, RowSpec row, const QueryContext &query)
    : keys_(keys, row), limit_(limit), query_(query) {
  FLOW_CHECK(limit > 0 && limit <= kLimitMax, "limit ", limit);
  table_.row = std::move(row);
}

std::unique_ptr<SinkLocal> TopRows::makeLocal() {
  std::lock_guard lock(mutex_);
  return std::make_unique<TopRowsLocal>(*this, ofWorkers_.emplace_back(*query_.memory));
}

Status TopRows::finish() {
  RankedRows all(*query_.memory);
  for (RankedRows &rows : ofWorkers_) {
    FLOW_TRY(all.keys.append(std::span<const uint64_t>(rows.keys.begin(), rows.keys.end())));
    FLOW_TRY(all.places.append(std::span<const uint64_t>(rows.places.begin(), rows.places.end())));
    for (Chunk &chunk : rows.chunks) all.chunks.push_back(std::move(chunk));
  }
  ofWorkers_.clear();
  Result<RankedRows> best = keepBest(std::move(all), limit_, keys_, table_.row, *query_.memory);
  if (!best.ok()) return best.takeFailure();
  table_.chunks = std::move(best->chunks);
  return {};
}

} // namespace flow::frame
