#pragma once
// What Parquet files say about themselves, for the compiler, which reads schemas before anything runs.

#include "runtime/abi/ColumnType.h"
#include "runtime/base/Status.h"

namespace flow::frame {

struct ParquetFileSchema {
  /// Optional are columns that may have nulls: those for which the footers do not say that they have none.
  abi::RowSpec row;
  uint64_t rows = 0;              ///< of all files
  std::vector<std::string> files; ///< those of a pattern, in the order in which they are read
};

/// The schema of a file, or of all files that a pattern names (which have the same columns). Fails with
/// IoError for files that cannot be read or that have columns of types which Flow does not have, with
/// SchemaDrift when files of one pattern differ; the message names the file.
Result<ParquetFileSchema> readParquetSchema(const std::string &path);

} // namespace flow::frame
