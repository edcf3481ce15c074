#pragma once
// Filters right above a scan tell it which row groups of a Parquet file, and which of the folders that give columns,
// cannot matter: comparisons of a column with a constant become bounds. The filters stay, row groups and files are only
// skipped whole; null rows are no concern of a bound, since one is made only where the filter asks for a value to be
// present.
//
// Last of the passes that move filters, so that all are where they will be.

#include "compiler/opt/Program.h"

namespace flow::opt {

void boundScans(Program program);

} // namespace flow::opt
