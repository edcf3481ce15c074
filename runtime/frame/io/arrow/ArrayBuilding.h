#pragma once
// Columns of ours as Arrow's arrays, for writing. Values that are alike in both are not copied.

#include "runtime/abi/ColumnType.h"
#include "runtime/frame/io/ArrowApi.h"

#include <arrow/array.h>

namespace flow::frame {

/// Rows `first` to `first + rows` of a column; throws ParquetException when memory is denied. Texts of one
/// array have at most kTextBytes bytes together.
std::shared_ptr<::arrow::Array> makeArray(const abi::ColumnType &type, const std::shared_ptr<::arrow::DataType> &as,
                                          const WrittenColumn &column, uint64_t first, uint64_t rows,
                                          ::arrow::MemoryPool *pool);

constexpr uint64_t kTextBytes = uint64_t{1} << 30;

} // namespace flow::frame
