#include "runtime/frame/operators/distinct/LastRows.h"

#include "runtime/frame/operators/KeyTable.h"
#include "runtime/frame/operators/StoredRows.h"
#include "runtime/frame/operators/source/TableScan.h"

#include <algorithm>
#include <numeric>

namespace flow::frame {

namespace {

/// Finds the rows of chunks whose keys do not come again, when it is given the chunks from the last to the first.
class KeysFromTheEnd {
public:
  KeysFromTheEnd(const KeyLayout &layout, const std::vector<uint32_t> &columns, MemoryPool &pool)
      : layout_(layout), columns_(columns), seen_(layout, pool), packed_(pool), hashes_(pool), numbers_(pool) {}

  /// The rows of the chunk whose keys no later row has, ascending.
  Result<std::vector<uint32_t>> lastRows(const Chunk &chunk);

private:
  const KeyLayout &layout_;
  const std::vector<uint32_t> &columns_;
  KeyTable seen_;
  PoolArray<uint64_t> packed_, hashes_; // of one chunk, the last row first
  PoolArray<uint32_t> numbers_;
};

Result<std::vector<uint32_t>> KeysFromTheEnd::lastRows(const Chunk &chunk) {
  const size_t words = layout_.words();
  FLOW_TRY(packed_.resize(chunk.rows * words));
  FLOW_TRY(hashes_.resize(chunk.rows));
  FLOW_TRY(numbers_.resize(chunk.rows));
  std::vector<ColumnView> keys;
  for (uint32_t column : columns_) keys.push_back(chunk.columns[column].view());
  layout_.pack(keys, chunk.rows, packed_.data());
  for (size_t first = 0, last = chunk.rows - 1; first < last; ++first, --last)
    std::swap_ranges(&packed_[first * words], &packed_[first * words] + words, &packed_[last * words]);
  layout_.hash(packed_.data(), chunk.rows, hashes_.data());
  uint32_t known = seen_.size();
  FLOW_TRY(seen_.findOrAdd(packed_.data(), hashes_.data(), chunk.rows, numbers_.data()));
  std::vector<uint32_t> rows;
  for (uint32_t i = 0; i < chunk.rows; ++i) {
    if (numbers_[i] != known) continue; // numbers are given in the order in which keys come
    ++known;
    rows.push_back(chunk.rows - 1 - i);
  }
  std::reverse(rows.begin(), rows.end());
  return rows;
}

} // namespace

LastRows::LastRows(const abi::DistinctSink &spec, RowSpec row, const QueryContext &query)
    : keyColumns_(spec.keys), query_(query) {
  if (keyColumns_.empty()) {
    keyColumns_.resize(row.size());
    std::iota(keyColumns_.begin(), keyColumns_.end(), 0);
  }
  table_.row = std::move(row);
}

std::unique_ptr<SinkLocal> LastRows::makeLocal() {
  return std::make_unique<SegmentTablesLocal>(segments_, table_.row, *query_.memory);
}

Status LastRows::finish() {
  Result<std::vector<Chunk>> chunks = segments_.takeChunks(table_.row, *query_.memory);
  if (!chunks.ok()) return chunks.takeFailure();
  std::vector<ColumnType> types;
  for (uint32_t key : keyColumns_) types.push_back(table_.row[key].type);
  const KeyLayout layout(types);
  KeysFromTheEnd keys(layout, keyColumns_, *query_.memory);
  std::vector<std::vector<uint32_t>> kept(chunks->size());
  for (size_t chunk = chunks->size(); chunk-- > 0;) {
    FLOW_TRY(query_.pollCancelled());
    Result<std::vector<uint32_t>> rows = keys.lastRows((*chunks)[chunk]);
    if (!rows.ok()) return rows.takeFailure();
    kept[chunk] = std::move(*rows);
  }
  TableBuilder builder(table_.row, *query_.memory);
  for (size_t chunk = 0; chunk < chunks->size(); ++chunk) {
    ChunkReader reader((*chunks)[chunk]);
    Batch batch;
    FLOW_TRY(reader.next(batch, abi::kSegmentRows));
    FLOW_TRY(builder.appendRows(batch, kept[chunk]));
  }
  Result<Table> table = builder.finish();
  if (!table.ok()) return table.takeFailure();
  table_.chunks = std::move(table->chunks);
  return {};
}

} // namespace flow::frame
