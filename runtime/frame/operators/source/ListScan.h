#pragma once
// Reading records of host code: the fields of consecutive records become columns, batch by batch. Texts are copied, so
// that what is kept of the rows does not depend on host code keeping its own.

#include "runtime/abi/Objects.h"
#include "runtime/frame/Operator.h"
#include "runtime/frame/RowLayout.h"

namespace flow::frame {

/// Reads fields of the records of a list, which outlives the scan. Null is the empty list.
class ListScan : public Source {
public:
  /// `row` is that of the whole records; `columns` count its fields.
  ListScan(const abi::ListObject *list, const RowSpec &row, const std::vector<uint32_t> &columns, MemoryPool &pool);
  uint32_t segmentCount() const override;
  Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) override;

  /// Where a column's values lie in a record.
  struct ListField {
    ColumnType type;
    FieldLayout place;
  };

private:
  const abi::ListObject *list_;
  uint64_t recordBytes_ = 0;
  std::vector<ListField> fields_;
  MemoryPool *pool_;
};

} // namespace flow::frame
