#pragma once
// Rows that workers have copied segment by segment, put together in the order of segments. Chunks that came
// out much smaller than they could be are copied together, so that what reads the table has batches worth
// their name.

#include "runtime/frame/Operator.h"

#include <mutex>

namespace flow::frame {

class SegmentTables {
public:
  /// Takes the rows of a segment; thread-safe, in any order, at most once per segment.
  void add(uint32_t segment, std::vector<Chunk> chunks);
  /// The chunks of all segments, in their order. After all workers.
  Result<std::vector<Chunk>> takeChunks(const RowSpec &row, MemoryPool &pool);

private:
  std::mutex mutex_;
  std::vector<std::vector<Chunk>> bySegment_;
};

/// A worker's part of a sink that copies all rows into SegmentTables.
class SegmentTablesLocal : public SinkLocal {
public:
  SegmentTablesLocal(SegmentTables &segments, const RowSpec &row, MemoryPool &pool)
      : segments_(segments), rows_(row, pool) {}

  Status beginSegment(uint32_t segment) override;
  Status push(const Batch &batch) override { return rows_.append(batch); }
  Status endSegment() override;

private:
  SegmentTables &segments_;
  TableBuilder rows_;
  uint32_t segment_ = 0;
};

/// Copies runs of small chunks together.
Result<std::vector<Chunk>> joinSmallChunks(std::vector<Chunk> chunks, const RowSpec &row, MemoryPool &pool);

} // namespace flow::frame
