#pragma once
// Parts of batches.

#include "runtime/frame/operators/BadFields.h"

namespace flow::frame {

/// Rows [first, first + count) of a batch; borrows what the batch borrows.
inline Batch slice(const Batch &batch, uint32_t first, uint32_t count) {
  Batch part = batch;
  part.rows = count;
  part.badFields = slicedFields(batch.badFields, first, count);
  if (first == 0) return part;
  for (ColumnView &column : part.columns) {
    column.data = static_cast<const char *>(column.data) + first * abi::bytesOf(column.type.kind);
    if (column.valid) column.valid += first;
  }
  return part;
}

} // namespace flow::frame
