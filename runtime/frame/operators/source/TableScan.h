#pragma once
// Reading tables that are in memory: one segment per chunk.

#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/BadFields.h"

namespace flow::frame {

/// Reads the rows of one chunk. The chunk outlives the reader.
class ChunkReader : public SegmentReader {
public:
  /// All columns, in their order.
  explicit ChunkReader(const Chunk &chunk);
  ChunkReader(const Chunk &chunk, std::span<const uint32_t> columns);
  Status next(Batch &batch, uint32_t maxRows) override;

private:
  void add(const Column &column);

  std::vector<ColumnView> columns_; // of the whole chunk
  HeapList heaps_;
  BadFields badFields_; // of the whole chunk
  uint32_t rows_;
  uint32_t position_ = 0;
};

/// Reads columns of a table, which outlives the scan.
class TableScan : public Source {
public:
  TableScan(const Table &table, std::vector<uint32_t> columns)
      : table_(&table), columns_(std::move(columns)) {}
  uint32_t segmentCount() const override { return static_cast<uint32_t>(table_->chunks.size()); }
  Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) override;

private:
  const Table *table_;
  std::vector<uint32_t> columns_;
};

} // namespace flow::frame
