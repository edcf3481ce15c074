#include "runtime/frame/operators/ColumnMemory.h"

#include <algorithm>
#include <cstring>

namespace flow::frame {

Result<Column> makeColumn(const ColumnType &type, uint32_t rows, MemoryPool &pool) {
  Column column;
  column.type = type;
  column.rows = rows;
  Result<std::shared_ptr<Buffer>> data = Buffer::allocate(pool, rows * abi::bytesOf(type.kind));
  if (!data.ok()) return data.takeFailure();
  column.data = std::move(*data);
  if (type.nullable) {
    Result<std::shared_ptr<Buffer>> valid = Buffer::allocate(pool, rows);
    if (!valid.ok()) return valid.takeFailure();
    column.valid = std::move(*valid);
  }
  return column;
}

uint8_t *validityOf(Column &column) {
  return column.valid ? reinterpret_cast<uint8_t *>(column.valid->data()) : nullptr;
}

void dropFullValidity(Column &column) {
  if (column.valid && !std::memchr(column.valid->data(), 0, column.rows)) column.valid = nullptr;
}

std::shared_ptr<const Buffer> bundle(HeapList heaps) {
  if (heaps.empty()) return nullptr;
  if (heaps.size() == 1) return std::move(heaps.front());
  return Buffer::wrap(nullptr, 0, std::make_shared<HeapList>(std::move(heaps)));
}

const HeapList *CombinedHeaps::combine(const HeapList *batchHeaps,
                                       std::span<const std::shared_ptr<const Buffer>> own) {
  if (own.empty()) return batchHeaps;
  const size_t borrowed = batchHeaps ? batchHeaps->size() : 0;
  // Addresses of lists say nothing, as batches make them anew in the same place; so contents are compared.
  bool isSame = list_.size() == borrowed + own.size() &&
                std::equal(own.begin(), own.end(), list_.begin() + static_cast<ptrdiff_t>(borrowed)) &&
                (borrowed == 0 || std::equal(batchHeaps->begin(), batchHeaps->end(), list_.begin()));
  if (!isSame) {
    list_.clear();
    if (batchHeaps) list_ = *batchHeaps;
    list_.insert(list_.end(), own.begin(), own.end());
  }
  return &list_;
}

} // namespace flow::frame
