#include "runtime/frame/RowLayout.h"

#include <algorithm>

namespace flow::frame {

static uint32_t alignTo(uint32_t offset, uint32_t alignment) {
  return (offset + alignment - 1) / alignment * alignment;
}

RowLayout layoutOf(const abi::RowSpec &row) {
  RowLayout layout;
  uint32_t offset = 0, alignmentOfAll = 1;
  for (const abi::ColumnSpec &column : row) {
    auto bytes = static_cast<uint32_t>(abi::bytesOf(column.type.kind));
    uint32_t alignment = abi::isStringLike(column.type.kind) ? 8 : bytes;
    alignmentOfAll = std::max(alignmentOfAll, alignment);
    FieldLayout field;
    field.offset = alignTo(offset, alignment);
    field.valueBytes = bytes;
    offset = field.offset + bytes;
    if (column.type.nullable) {
      field.presentOffset = offset;
      offset = alignTo(offset + 1, alignment);
    }
    layout.fields.push_back(field);
  }
  layout.bytes = alignTo(std::max(offset, 1u), alignmentOfAll);
  return layout;
}

} // namespace flow::frame
