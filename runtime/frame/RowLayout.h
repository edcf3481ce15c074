#pragma once
// Where the fields of a row lie in a record of host code: in order, each at its natural alignment; an optional is its
// value, then a byte that says whether it is present, padded to the alignment.

#include "runtime/abi/ColumnType.h"

namespace flow::frame {

struct FieldLayout {
  uint32_t offset = 0;
  uint32_t presentOffset = 0; ///< of the byte of an optional, from the record's begin
  uint32_t valueBytes = 0;
};

struct RowLayout {
  std::vector<FieldLayout> fields;
  uint32_t bytes = 0;
};

RowLayout layoutOf(const abi::RowSpec &row);

} // namespace flow::frame
