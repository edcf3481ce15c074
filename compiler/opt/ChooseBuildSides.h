#pragma once
// Marks which side of an inner join is likely smaller, by the row counts that sources know, so that the hash
// table is built of that one. Without counts on both sides a join stays unmarked. The mark changes no result.
//
// Last: filters and limits have come to rest, so that estimates see them.

#include "compiler/opt/Program.h"

namespace flow::opt {

void chooseBuildSides(Program program);

} // namespace flow::opt
