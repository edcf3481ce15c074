#pragma once
// The rows of one row group: decoded in blocks that stay in the processor's cache, given as batches that are
// views into the block.

#include "runtime/abi/ColumnType.h"
#include "runtime/frame/Operator.h"
#include "runtime/frame/io/parquet/ParquetInput.h"

namespace flow::frame {

/// What a segment reads.
struct ParquetPlace {
  std::shared_ptr<const ParquetInput> input;
  uint32_t group = 0;
  std::vector<uint32_t> columns;      ///< of the file, in the order of the batch
  std::vector<abi::ColumnType> types; ///< of the batch
  uint32_t segment = 0;
  uint32_t site = 0;
};

Result<std::unique_ptr<SegmentReader>> openParquetSegment(ParquetPlace place, const QueryContext &context);

} // namespace flow::frame
