#pragma once
// Filters right above a Parquet scan tell it which row groups cannot matter: comparisons of a column with a
// constant become bounds. The filters stay, row groups are only skipped whole; null rows are no concern of a
// bound, since one is made only where the filter asks for a value to be present.
//
// Last of the passes that move filters, so that all are where they will be.

#include "compiler/opt/Program.h"

namespace flow::opt {

void boundParquetScans(Program program);

} // namespace flow::opt
