#include "runtime/frame/operators/source/ListScan.h"

#include "runtime/frame/operators/ColumnMemory.h"

#include <algorithm>

namespace flow::frame {

namespace {

/// Reads the records `first` to `first + rows - 1`.
class ListReader : public SegmentReader {
public:
  ListReader(const char *first, uint64_t recordBytes, uint32_t rows, const std::vector<ListScan::ListField> &fields,
             MemoryPool &pool)
      : next_(first), recordBytes_(recordBytes), left_(rows), fields_(fields), pool_(&pool), texts_(pool) {}

  Status next(Batch &batch, uint32_t maxRows) override;

private:
  Status makeColumns();
  Status read(const ListScan::ListField &field, Column &column, uint32_t rows);

  const char *next_; // the next record
  uint64_t recordBytes_;
  uint32_t left_;
  const std::vector<ListScan::ListField> &fields_;
  MemoryPool *pool_;
  std::vector<Column> columns_; // memory for one batch
  StringHeap texts_;
};

Status ListReader::makeColumns() {
  for (const ListScan::ListField &field : fields_) {
    Result<Column> column = makeColumn(field.type, abi::kBatchRows, *pool_);
    if (!column.ok()) return column.takeFailure();
    columns_.push_back(std::move(*column));
  }
  return {};
}

/// What lies under a null is zero.
Status ListReader::read(const ListScan::ListField &field, Column &column, uint32_t rows) {
  const size_t width = field.place.valueBytes;
  const bool isText = abi::isStringLike(field.type.kind);
  uint8_t *valid = validityOf(column);
  char *to = column.data->data();
  const char *record = next_;
  for (uint32_t row = 0; row < rows; ++row, record += recordBytes_, to += width) {
    if (valid && !(valid[row] = record[field.place.presentOffset] != 0)) {
      std::memset(to, 0, width);
      continue;
    }
    std::memcpy(to, record + field.place.offset, width);
    if (!isText) continue;
    auto &text = *reinterpret_cast<StringView *>(to);
    if (!text.isInline() && !texts_.store(text.view(), text)) return texts_.denied();
  }
  return {};
}

Status ListReader::next(Batch &batch, uint32_t maxRows) {
  if (columns_.empty()) FLOW_TRY(makeColumns());
  batch.rows = std::min({left_, maxRows, abi::kBatchRows});
  batch.columns.clear();
  for (size_t i = 0; i < fields_.size(); ++i) {
    FLOW_TRY(read(fields_[i], columns_[i], batch.rows));
    batch.columns.push_back(columns_[i].view());
  }
  batch.heaps = texts_.blocks().empty() ? nullptr : &texts_.blocks();
  next_ += batch.rows * recordBytes_;
  left_ -= batch.rows;
  return {};
}

} // namespace

ListScan::ListScan(const abi::ListObject *list, const RowSpec &row, const std::vector<uint32_t> &columns,
                   MemoryPool &pool)
    : list_(list), pool_(&pool) {
  RowLayout layout = layoutOf(row);
  recordBytes_ = layout.bytes;
  for (uint32_t column : columns) fields_.push_back({row[column].type, layout.fields[column]});
}

uint32_t ListScan::segmentCount() const {
  const uint64_t rows = list_ ? list_->length : 0;
  return static_cast<uint32_t>((rows + abi::kSegmentRows - 1) / abi::kSegmentRows);
}

Result<std::unique_ptr<SegmentReader>> ListScan::open(uint32_t segment) {
  const uint64_t first = uint64_t{segment} * abi::kSegmentRows;
  const auto rows = static_cast<uint32_t>(std::min<uint64_t>(list_->length - first, abi::kSegmentRows));
  const char *begin = list_->elements() + first * recordBytes_;
  return std::unique_ptr<SegmentReader>(std::make_unique<ListReader>(begin, recordBytes_, rows, fields_, *pool_));
}

} // namespace flow::frame
