#pragma once
// Marks joins whose left side is likely much smaller than the right one, by the row counts that sources know. A join
// table is made of the right side, as rows keep the left side's order; of a marked join only of those right rows that
// have a partner at all: the left side's keys go first. Without counts on both sides a join stays unmarked. The mark
// changes no result.
//
// Last: filters and limits have come to rest, so that estimates see them.

#include "compiler/opt/Program.h"

namespace flow::opt {

void reduceJoins(Program program);

} // namespace flow::opt
