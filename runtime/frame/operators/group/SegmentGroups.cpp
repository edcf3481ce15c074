#include "runtime/frame/operators/group/SegmentGroups.h"

#include "runtime/frame/operators/source/TableScan.h"

#include <bit>

namespace flow::frame {

Status SegmentGroups::keepNewRows(const RowSpec &row, MemoryPool &pool) {
  uint64_t newCount = 0;
  for (uint64_t word : isNew) newCount += static_cast<uint64_t>(std::popcount(word));
  if (newCount == count) return {};
  TableBuilder kept(row, pool);
  std::vector<uint32_t> picked;
  uint32_t ordinal = 0;
  for (Chunk &chunk : firstRows) {
    picked.clear();
    for (uint32_t place = 0; place < chunk.rows; ++place, ++ordinal) {
      if (isNew[ordinal / 64] >> (ordinal % 64) & 1) picked.push_back(place);
    }
    ChunkReader reader(chunk);
    Batch batch;
    FLOW_TRY(reader.next(batch, chunk.rows));
    FLOW_TRY(kept.appendRows(batch, picked));
    chunk = {};
  }
  Result<Table> table = kept.finish();
  if (!table.ok()) return table.takeFailure();
  firstRows = std::move(table->chunks);
  return {};
}

void SegmentGroups::releaseMerged() {
  keys.release();
  hashes.release();
  ordinals.release();
  states.release();
  logs.clear();
  inputs.clear();
  heaps.clear();
}

} // namespace flow::frame
