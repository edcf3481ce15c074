#pragma once
// A writer of one Parquet file.

#include "runtime/abi/ColumnType.h"
#include "runtime/frame/io/arrow/HostMemory.h"

#include <parquet/arrow/writer.h>

namespace flow::frame {

class ParquetWriter {
public:
  /// Throws ParquetException; for a compression that does not exist too.
  explicit ParquetWriter(const ParquetWriterOptions &options);

  void write(const WrittenColumn *columns, uint64_t rows);
  void finish();

private:
  uint64_t writeSome(const WrittenColumn *columns, uint64_t first, uint64_t rows);

  HostMemory memory_; // outlives what follows
  abi::RowSpec row_;
  std::shared_ptr<::arrow::Schema> schema_;
  std::unique_ptr<::parquet::arrow::FileWriter> writer_;
};

} // namespace flow::frame
