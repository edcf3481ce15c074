#pragma once
// Fields of files that are no values of their columns' types, as they go through a pipeline. They fail when somebody
// reads them: kernels ask row by row (field.read), operators written in C++ read whole columns, so before them stands a
// FieldCheck. Stages, takes and tables within a plan pass them on.

#include "runtime/frame/Column.h"

#include <optional>
#include <span>

namespace flow::frame {

/// Those of rows [first, first + count), which become rows 0 to count.
BadFields slicedFields(const BadFields &fields, uint32_t first, uint32_t count);

/// A column that an operator reads; with `where` only in rows in which that column, a bool, is true.
struct ReadColumn {
  uint32_t column = 0;
  std::optional<uint32_t> where = {};
};

/// The first bad field that is read; null: none is.
const BadField *firstRead(const Batch &batch, std::span<const ReadColumn> columns);

} // namespace flow::frame
