#pragma once
// What is said of a field that does not fit.

#include "runtime/frame/io/csv/CsvColumn.h"

namespace flow::frame {

/// "is no i64" and the like, to go behind the text of the field. Not for denied memory.
std::string misfitText(const Misfit &misfit, std::string_view raw, const ColumnType &type);

} // namespace flow::frame
