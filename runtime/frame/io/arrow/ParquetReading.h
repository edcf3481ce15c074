#pragma once
// A reader of some columns of one row group.

#include "runtime/frame/io/arrow/ColumnDecoder.h"
#include "runtime/frame/io/arrow/HostMemory.h"

namespace flow::frame {

class ParquetReader {
public:
  /// Throws ParquetException.
  ParquetReader(const ParquetFile &file, uint32_t group, const uint32_t *columns, uint32_t columnCount,
                uint32_t blockRows, const ArrowMemory &memory, const ArrowTexts &texts);

  void read(uint32_t rows, DecodedColumn *outputs);

private:
  HostMemory memory_; // outlives what follows
  ::parquet::ReaderProperties properties_;
  std::vector<std::unique_ptr<ColumnDecoder>> decoders_;
};

} // namespace flow::frame
