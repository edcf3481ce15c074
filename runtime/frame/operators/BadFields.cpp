#include "runtime/frame/operators/BadFields.h"

#include <algorithm>

namespace flow::frame {

BadFields slicedFields(const BadFields &fields, uint32_t first, uint32_t count) {
  if (!fields) return nullptr;
  auto part = std::make_shared<std::vector<BadField>>();
  for (const BadField &field : *fields)
    if (field.row >= first && field.row - first < count)
      part->push_back({field.row - first, field.column, field.fault});
  return part->empty() ? nullptr : part;
}

const BadField *firstRead(const Batch &batch, std::span<const ReadColumn> columns) {
  if (!batch.badFields) return nullptr;
  auto isRead = [&](const BadField &field) {
    return std::ranges::any_of(columns, [&](const ReadColumn &read) {
      if (read.column != field.column) return false;
      if (!read.where) return true;
      const ColumnView &where = batch.columns[*read.where];
      return where.isValid(field.row) && where.as<uint8_t>()[field.row] != 0;
    });
  };
  auto found = std::ranges::find_if(*batch.badFields, isRead);
  return found == batch.badFields->end() ? nullptr : &*found;
}

} // namespace flow::frame
