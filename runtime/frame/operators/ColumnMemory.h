#pragma once
// Making columns of a known number of rows.

#include "runtime/frame/Column.h"

namespace flow::frame {

/// A column with memory for `rows` values, and for validity when its type is nullable; the contents are
/// arbitrary.
Result<Column> makeColumn(const ColumnType &type, uint32_t rows, MemoryPool &pool);
/// The validity bytes to write, or null.
uint8_t *validityOf(Column &column);
/// Forgets the validity bytes when all are 1.
void dropFullValidity(Column &column);
/// One buffer that keeps all of `heaps` alive, so that columns need not carry long lists; null when there are
/// none.
std::shared_ptr<const Buffer> bundle(HeapList heaps);

/// The heaps of a batch and further ones in one list, made anew only when one of them changes.
class CombinedHeaps {
public:
  /// `batchHeaps` may be null. The list is valid until the next call; null when it would be empty.
  const HeapList *combine(const HeapList *batchHeaps, std::span<const std::shared_ptr<const Buffer>> own);
  void clear() { list_.clear(); }

private:
  HeapList list_;
};

} // namespace flow::frame
