#pragma once
// Operators that do nothing go: filters that keep all rows, takes of all rows, projects that pass all columns
// on as they are. A project that only chooses and renames columns of another one becomes a part of that.
//
// After the passes that leave such operators behind.

#include "compiler/opt/Program.h"

namespace flow::opt {

void dropTrivialOperators(Program program);

} // namespace flow::opt
