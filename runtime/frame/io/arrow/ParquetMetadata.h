#pragma once
// The footer of a Parquet file: its row, its row groups, and the range of the values in each of their
// columns.

#include "runtime/frame/io/arrow/ParquetTypes.h"

#include <parquet/file_reader.h>
#include <parquet/metadata.h>

namespace flow::frame {

/// Immutable once made, so that threads may share it.
class ParquetFile {
public:
  /// Reads the footer; throws ParquetException.
  explicit ParquetFile(const ArrowInput &input);

  const ArrowInput &input() const { return input_; }
  const std::shared_ptr<::parquet::FileMetaData> &metadata() const { return metadata_; }
  const std::vector<ParquetColumnType> &columns() const { return columns_; }
  /// Whether the footer says that the column of the row group has no nulls.
  bool hasNoNulls(uint32_t group, uint32_t column) const;
  ParquetFacts facts() const;
  ParquetRange range(uint32_t group, uint32_t column) const;

private:
  ArrowInput input_;
  std::shared_ptr<::parquet::FileMetaData> metadata_;
  std::vector<ParquetColumnType> columns_;
};

} // namespace flow::frame
