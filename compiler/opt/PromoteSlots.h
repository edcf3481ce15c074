#pragma once
// Locals with counted values become block parameters (compiler/ownership/PromoteSlots.h). Before the passes that follow
// a value from change to change; those that rewrite expressions come before it and need not know parameters.

#include "compiler/opt/Program.h"

namespace flow::opt {

void promoteSlots(Program program);

} // namespace flow::opt
