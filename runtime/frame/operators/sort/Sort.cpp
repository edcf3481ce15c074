#include "runtime/frame/operators/sort/Sort.h"

namespace flow::frame {

std::unique_ptr<SinkLocal> Sort::makeLocal() {
  return std::make_unique<SegmentTablesLocal>(segments_, table_.row, *query_.memory);
}

Status Sort::finish() {
  Result<std::vector<Chunk>> chunks = segments_.takeChunks(table_.row, *query_.memory);
  if (!chunks.ok()) return chunks.takeFailure();
  if (chunks->size() > StoredRows::kChunksMax)
    return Status::fail(FailureKind::OutOfMemory, "too many rows to sort");
  StoredRows rows(table_.row, std::move(*chunks));
  RowSorter sorter(rows, keys_, query_);
  FLOW_TRY(sorter.sort());
  const uint64_t total = std::min(rows.rows(), limit_);
  table_.chunks.resize((total + abi::kSegmentRows - 1) / abi::kSegmentRows);
  return query_.workers->forEach(table_.chunks.size(), [&](size_t number, unsigned) -> Status {
    FLOW_TRY(query_.pollCancelled());
    const uint64_t first = number * abi::kSegmentRows;
    std::vector<uint32_t> names(std::min<uint64_t>(total - first, abi::kSegmentRows));
    for (size_t row = 0; row < names.size(); ++row) names[row] = sorter.name(first + row);
    Result<Chunk> chunk = rows.makeChunk(names, *query_.memory);
    if (!chunk.ok()) return chunk.takeFailure();
    table_.chunks[number] = std::move(*chunk);
    return {};
  });
}

} // namespace flow::frame
