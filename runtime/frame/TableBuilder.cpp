#include "runtime/frame/Column.h"

#include "runtime/abi/Kernel.h"

#include <algorithm>
#include <cstring>

namespace flow::frame {

namespace {

constexpr uint32_t kFirstCapacity = 1024;
constexpr uint32_t kGrowth = 8;

template <typename T> void gather(char *to, const void *from, const uint32_t *picked, uint32_t count) {
  T *out = reinterpret_cast<T *>(to);
  const T *in = static_cast<const T *>(from);
  for (uint32_t row = 0; row < count; ++row) out[row] = in[picked[row]];
}

/// Copies `count` values of `width` bytes: those at `picked`, or from `first` on when it is null.
void copyValues(char *to, const void *from, size_t width, uint32_t first, const uint32_t *picked,
                uint32_t count) {
  if (!picked) {
    std::memcpy(to, static_cast<const char *>(from) + first * width, count * width);
    return;
  }
  switch (width) {
  case 1: return gather<uint8_t>(to, from, picked, count);
  case 2: return gather<uint16_t>(to, from, picked, count);
  case 4: return gather<uint32_t>(to, from, picked, count);
  case 8: return gather<uint64_t>(to, from, picked, count);
  case 16: return gather<unsigned __int128>(to, from, picked, count);
  default: FLOW_UNREACHABLE("width of a column: ", width);
  }
}

Status growTo(std::shared_ptr<Buffer> &buffer, size_t usedBytes, size_t bytes, MemoryPool &pool) {
  Result<std::shared_ptr<Buffer>> grown = Buffer::allocate(pool, bytes);
  if (!grown.ok()) return grown.takeFailure();
  if (usedBytes) std::memcpy((*grown)->data(), buffer->data(), usedBytes);
  buffer = std::move(*grown);
  return {};
}

} // namespace

TableBuilder::TableBuilder(RowSpec row, MemoryPool &pool) : pool_(&pool) {
  table_.row = std::move(row);
  for (const ColumnSpec &column : table_.row) hasStrings_ |= abi::isStringLike(column.type.kind);
}

Status TableBuilder::append(const Batch &batch) {
  uint32_t done = 0;
  while (done < batch.rows) {
    uint32_t count = std::min(batch.rows - done, abi::kSegmentRows - chunk_.rows);
    FLOW_TRY(appendPart(batch, done, nullptr, count));
    done += count;
  }
  return {};
}

Status TableBuilder::appendRows(const Batch &batch, std::span<const uint32_t> rows) {
  while (!rows.empty()) {
    uint32_t count = std::min<uint32_t>(static_cast<uint32_t>(rows.size()), abi::kSegmentRows - chunk_.rows);
    FLOW_TRY(appendPart(batch, 0, rows.data(), count));
    rows = rows.subspan(count);
  }
  return {};
}

Status TableBuilder::appendPart(const Batch &batch, uint32_t first, const uint32_t *picked, uint32_t count) {
  FLOW_CHECK_EQ(batch.columns.size(), table_.row.size(), "columns of a batch and of its table");
  FLOW_TRY(reserveRows(chunk_.rows + count));
  for (size_t index = 0; index < batch.columns.size(); ++index) {
    const ColumnView &from = batch.columns[index];
    Column &to = chunk_.columns[index];
    FLOW_CHECK_EQ(from.type.kind, to.type.kind, "kind of column ", table_.row[index].name);
    size_t width = abi::bytesOf(to.type.kind);
    copyValues(to.data->data() + to.rows * width, from.data, width, first, picked, count);
    if (from.valid && !to.valid) FLOW_TRY(reserveValidity(to));
    if (to.valid) {
      char *valid = to.valid->data() + to.rows;
      if (from.valid)
        copyValues(valid, from.valid, 1, first, picked, count);
      else
        std::memset(valid, 1, count);
    }
    to.rows += count;
  }
  if (batch.badFields) appendBadFields(*batch.badFields, first, picked, count);
  if (hasStrings_ && batch.heaps) mergeHeaps(chunkHeaps_, *batch.heaps);
  chunk_.rows += count;
  if (chunk_.rows == abi::kSegmentRows) endChunk();
  return {};
}

void TableBuilder::appendBadFields(const std::vector<BadField> &fields, uint32_t first, const uint32_t *picked,
                                   uint32_t count) {
  FLOW_CHECK(!picked, "rows are picked by operators, which have read their columns");
  for (const BadField &field : fields)
    if (field.row >= first && field.row - first < count)
      chunk_.badFields.push_back({chunk_.rows + field.row - first, field.column, field.fault});
}

Status TableBuilder::reserveRows(uint32_t rows) {
  if (rows <= capacity_) return {};
  uint32_t wanted = std::max(kFirstCapacity, capacity_);
  while (wanted < rows) wanted *= kGrowth;
  wanted = std::min(wanted, abi::kSegmentRows);
  if (chunk_.columns.empty()) {
    for (const ColumnSpec &column : table_.row)
      chunk_.columns.push_back({column.type, 0, nullptr, nullptr, {}});
  }
  for (Column &column : chunk_.columns) {
    size_t width = abi::bytesOf(column.type.kind);
    FLOW_TRY(growTo(column.data, column.rows * width, wanted * width, *pool_));
    if (column.valid) FLOW_TRY(growTo(column.valid, column.rows, wanted, *pool_));
  }
  capacity_ = wanted;
  return {};
}

Status TableBuilder::reserveValidity(Column &column) {
  FLOW_TRY(growTo(column.valid, 0, capacity_, *pool_));
  std::memset(column.valid->data(), 1, column.rows);
  return {};
}

void TableBuilder::endChunk() {
  for (Column &column : chunk_.columns) {
    if (abi::isStringLike(column.type.kind)) column.heaps = chunkHeaps_;
  }
  table_.chunks.push_back(std::move(chunk_));
  chunk_ = {};
  chunkHeaps_.clear();
  capacity_ = 0;
}

Result<Table> TableBuilder::finish() {
  if (chunk_.rows > 0) endChunk();
  Table table{table_.row, std::move(table_.chunks)};
  table_.chunks.clear();
  return table;
}

} // namespace flow::frame
