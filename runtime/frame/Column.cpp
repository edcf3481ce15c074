#include "runtime/frame/Column.h"

#include <algorithm>

namespace flow::frame {

ColumnView Column::view(size_t firstRow) const {
  ColumnView result;
  result.type = type;
  result.data = data ? data->data() + firstRow * abi::bytesOf(type.kind) : nullptr;
  result.valid = valid ? reinterpret_cast<const uint8_t *>(valid->data()) + firstRow : nullptr;
  return result;
}

uint64_t Table::rows() const {
  uint64_t sum = 0;
  for (const Chunk &chunk : chunks) sum += chunk.rows;
  return sum;
}

void mergeHeaps(HeapList &a, const HeapList &b) {
  // Batches of one source come with the same list again and again, so most of `b` is where it was before.
  for (size_t index = 0; index < b.size(); ++index) {
    if (index < a.size() && a[index] == b[index]) continue;
    if (std::find(a.begin(), a.end(), b[index]) == a.end()) a.push_back(b[index]);
  }
}

} // namespace flow::frame
