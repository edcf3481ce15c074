#include "runtime/frame/operators/collect/SegmentTables.h"

#include "runtime/frame/operators/source/TableScan.h"

namespace flow::frame {

namespace {

constexpr uint32_t kSmallChunk = abi::kSegmentRows / 16;

Status appendChunk(TableBuilder &builder, const Chunk &chunk) {
  ChunkReader reader(chunk);
  Batch batch;
  for (;;) {
    FLOW_TRY(reader.next(batch, abi::kSegmentRows));
    if (batch.rows == 0) return {};
    FLOW_TRY(builder.append(batch));
  }
}

} // namespace

Status SegmentTablesLocal::beginSegment(uint32_t segment) {
  segment_ = segment;
  return {};
}

Status SegmentTablesLocal::endSegment() {
  Result<Table> table = rows_.finish();
  if (!table.ok()) return table.takeFailure();
  segments_.add(segment_, std::move(table->chunks));
  return {};
}

void SegmentTables::add(uint32_t segment, std::vector<Chunk> chunks) {
  if (chunks.empty()) return;
  std::lock_guard lock(mutex_);
  if (bySegment_.size() <= segment) bySegment_.resize(segment + 1);
  bySegment_[segment] = std::move(chunks);
}

Result<std::vector<Chunk>> SegmentTables::takeChunks(const RowSpec &row, MemoryPool &pool) {
  std::vector<Chunk> chunks;
  for (std::vector<Chunk> &segment : bySegment_) {
    for (Chunk &chunk : segment) chunks.push_back(std::move(chunk));
  }
  bySegment_.clear();
  return joinSmallChunks(std::move(chunks), row, pool);
}

Result<std::vector<Chunk>> joinSmallChunks(std::vector<Chunk> chunks, const RowSpec &row, MemoryPool &pool) {
  std::vector<Chunk> joined;
  size_t first = 0;
  while (first < chunks.size()) {
    size_t end = first;
    while (end < chunks.size() && chunks[end].rows < kSmallChunk) ++end;
    if (end - first < 2) { // a large chunk, or a small one between large ones
      joined.push_back(std::move(chunks[first++]));
      continue;
    }
    TableBuilder builder(row, pool);
    for (; first < end; ++first) {
      FLOW_TRY(appendChunk(builder, chunks[first]));
      chunks[first] = {};
    }
    Result<Table> table = builder.finish();
    if (!table.ok()) return table.takeFailure();
    for (Chunk &chunk : table->chunks) joined.push_back(std::move(chunk));
  }
  return joined;
}

} // namespace flow::frame
