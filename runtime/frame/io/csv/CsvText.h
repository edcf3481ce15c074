#pragma once
// Rows as CSV text, in memory that is counted.

#include "runtime/frame/Column.h"

#include <string>

namespace flow::frame {

class CsvText {
public:
  explicit CsvText(MemoryPool &pool) : pool_(&pool) {}

  /// The line of names.
  Status appendHeader(const RowSpec &row);
  /// All rows of a batch.
  Status appendRows(const Batch &batch);

  std::string_view view() const { return {data(), bytes_}; }
  void clear() { bytes_ = 0; }

private:
  char *data() const { return buffer_ ? buffer_->data() : nullptr; }
  Status reserve(size_t more);

  MemoryPool *pool_;
  std::shared_ptr<Buffer> buffer_;
  size_t bytes_ = 0;
};

} // namespace flow::frame
