#pragma once
// A generic function is lowered once for each use of it with other types. Copies that do the same are one function from
// here on: those that are equal but for their names, and those whose types differ only where values are moved, kept and
// given back, which is the same for all types that lie alike (types/Representation.h). Places in the source count: a
// failure names its own line.
//
// After all passes that change bodies; before `count-references`, which decides for each function who gives up what.
// Calls in plans stay as they are: columns have copies of what they call.

#include "compiler/opt/Program.h"

namespace flow::opt {

void shareEqualFunctions(Program program);

} // namespace flow::opt
