#pragma once
// The source of a pipeline that reads Parquet files: the files of a pattern one after the other, a segment
// for each row group. Row groups that no bound can be true for are segments without rows.

#include "runtime/abi/Plan.h"
#include "runtime/frame/Operator.h"

namespace flow::frame {

/// Opens the files and checks their rows against the one that the program was compiled with: SchemaDrift when
/// they differ, IoError when a file cannot be read.
Result<std::unique_ptr<Source>> openParquetSource(const abi::ParquetSource &spec,
                                                  const QueryContext &context);

} // namespace flow::frame
