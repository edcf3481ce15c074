#pragma once
// The values that the folders of one file give to all of its rows.

#include "runtime/abi/Plan.h"
#include "runtime/frame/Column.h"

namespace flow::frame {

class FolderValues {
public:
  /// Values of `columns`, found by name in the parts of `file` that `path` leaves open. SchemaDrift when one is missing
  /// or does not fit its type.
  static Result<FolderValues> read(const RowSpec &columns, const std::string &path, const std::string &file,
                                   MemoryPool &pool);

  /// Whether the bound, of a column counted among `columns`, can be true.
  bool mayFulfil(const abi::ColumnBound &bound, uint32_t column) const;
  /// abi::kBatchRows times the value of a column.
  ColumnView view(uint32_t column) const;
  /// What keeps the texts alive.
  const HeapList &heaps() const { return heaps_; }

private:
  std::vector<Column> columns_;
  std::vector<bool> isNull_;
  HeapList heaps_;
};

} // namespace flow::frame
