#pragma once
// Types of Parquet columns as Flow's, and back.

#include "runtime/abi/ColumnType.h"
#include "runtime/frame/io/ArrowApi.h"

#include <arrow/type.h>
#include <parquet/schema.h>

namespace flow::frame {

/// How the numbers of a column become ours.
struct ParquetColumnType {
  abi::ColumnType type;
  int64_t multiplier = 1; ///< of timestamps and durations: 1 when they are stored in our unit
  int64_t divisor = 1;    ///< of those that are finer than our unit
  bool isAllNull = false; ///< the file gives the column no type (Arrow's null)
};

/// The type of a field of the file; throws ParquetException for those that Flow does not have.
ParquetColumnType flowType(const ::arrow::Field &field, const ::parquet::ColumnDescriptor &column);

/// The field that a column of ours is written as. Types that Parquet does not have are named in its metadata.
std::shared_ptr<::arrow::Field> arrowField(const abi::ColumnSpec &column);

} // namespace flow::frame
