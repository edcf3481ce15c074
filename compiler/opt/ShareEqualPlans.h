#pragma once
// Equal parts of a plan are evaluated once: bottom up, a node that does the same as one before it gives way
// to that. Where in the source they stand does not count; a failure then names the first place. What costs
// nothing to read again (Parquet, tables, ranges, rows in memory) goes the other way: each user gets its own
// scan, with its own columns and bounds.
//
// Before `demand`, which reads less for one user than for another and so would make equal parts unequal;
// after `fold-expressions`, which makes more of them equal.

#include "compiler/opt/Program.h"

namespace flow::opt {

void shareEqualPlans(Program program);

} // namespace flow::opt
