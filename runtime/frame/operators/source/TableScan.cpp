#include "runtime/frame/operators/source/TableScan.h"

#include <algorithm>

namespace flow::frame {

ChunkReader::ChunkReader(const Chunk &chunk) : rows_(chunk.rows) {
  for (const Column &column : chunk.columns) add(column);
  if (!chunk.badFields.empty()) badFields_ = std::make_shared<std::vector<BadField>>(chunk.badFields);
}

ChunkReader::ChunkReader(const Chunk &chunk, std::span<const uint32_t> columns) : rows_(chunk.rows) {
  for (uint32_t column : columns) add(chunk.columns[column]);
  if (chunk.badFields.empty()) return;
  auto fields = std::make_shared<std::vector<BadField>>();
  for (const BadField &field : chunk.badFields)
    for (uint32_t index = 0; index < columns.size(); ++index)
      if (columns[index] == field.column) fields->push_back({field.row, index, field.fault});
  auto place = [](const BadField &field) { return std::pair(field.row, field.column); };
  std::ranges::sort(*fields, {}, place);
  badFields_ = std::move(fields);
}

void ChunkReader::add(const Column &column) {
  columns_.push_back(column.view());
  mergeHeaps(heaps_, column.heaps);
}

Status ChunkReader::next(Batch &batch, uint32_t maxRows) {
  batch.rows = std::min(rows_ - position_, maxRows);
  batch.heaps = heaps_.empty() ? nullptr : &heaps_;
  batch.columns.resize(columns_.size());
  for (size_t index = 0; index < columns_.size(); ++index) {
    ColumnView column = columns_[index];
    column.data = column.as<char>() + position_ * abi::bytesOf(column.type.kind);
    if (column.valid) column.valid += position_;
    batch.columns[index] = column;
  }
  batch.badFields = slicedFields(badFields_, position_, batch.rows);
  position_ += batch.rows;
  return {};
}

Result<std::unique_ptr<SegmentReader>> TableScan::open(uint32_t segment) {
  return std::unique_ptr<SegmentReader>(std::make_unique<ChunkReader>(table_->chunks[segment], columns_));
}

} // namespace flow::frame
