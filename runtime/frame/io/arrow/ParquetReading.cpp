#include "runtime/frame/io/arrow/ParquetReading.h"

#include <algorithm>

namespace flow::frame {

namespace {

/// Column chunks up to this size are read in one piece, larger ones through a buffer.
constexpr int64_t kWholeChunkBytes = 8 << 20;
constexpr int64_t kStreamBytes = 1 << 20;

::parquet::ReaderProperties propertiesFor(const ParquetFile &file, uint32_t group, const uint32_t *columns,
                                          uint32_t columnCount, ::arrow::MemoryPool *pool) {
  ::parquet::ReaderProperties properties(pool);
  properties.set_page_checksum_verification(true);
  int64_t largest = 0;
  auto metadata = file.metadata()->RowGroup(static_cast<int>(group));
  for (uint32_t i = 0; i < columnCount; ++i)
    largest = std::max(largest, metadata->ColumnChunk(static_cast<int>(columns[i]))->total_compressed_size());
  if (largest > kWholeChunkBytes) {
    properties.enable_buffered_stream();
    properties.set_buffer_size(kStreamBytes);
  }
  return properties;
}

} // namespace

ParquetReader::ParquetReader(const ParquetFile &file, uint32_t group, const uint32_t *columns, uint32_t columnCount,
                             uint32_t blockRows, const ArrowMemory &memory, const ArrowTexts &texts)
    : memory_(memory), properties_(propertiesFor(file, group, columns, columnCount, &memory_)) {
  auto bytes = std::make_shared<HostFile>(file.input(), &memory_);
  for (uint32_t i = 0; i < columnCount; ++i)
    decoders_.push_back(makeDecoder({&file, bytes, &properties_, group, columns[i], blockRows, texts}));
}

void ParquetReader::read(uint32_t rows, DecodedColumn *outputs) {
  for (size_t i = 0; i < decoders_.size(); ++i) decoders_[i]->read(rows, outputs[i]);
}

} // namespace flow::frame
