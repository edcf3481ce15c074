#pragma once
// Drops the columns that nobody reads: readers do not read them, projects do not compute them, joins do not
// give them, aggregates are not made. Operators that keep rows (sorts, joins, distinct, union) get only what
// is read of them.
//
// All of it is a part of `demand`. After `filter-pushdown`, when columns were carried on only for a filter
// that has moved away, the pass `prune-columns` drops what is just carried: what is read from files, may
// fail, or may overflow was demanded, and stays.

#include "compiler/opt/Program.h"

namespace flow::opt {

void pruneColumns(Program program);
void pruneCarriedColumns(Program program);

} // namespace flow::opt
