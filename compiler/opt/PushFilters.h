#pragma once
// Moves the terms of filters, and of join conditions, towards the sources: below sorts, to the side of a
// join whose columns they read, into the inputs of unions, below distinct and groups when they read keys
// only. Rows are dropped before they are sorted, joined or grouped, and stand where Parquet bounds are
// made of them.
//
// Only terms that cannot fail and that keep nothing else from failing move (Predicates.h), and none moves
// before anything that may fail: this pass changes neither results nor failures. After `demand`, which has
// brought filters below the projects that they do not read.

#include "compiler/opt/Program.h"

namespace flow::opt {

void pushFilters(Program program);

} // namespace flow::opt
