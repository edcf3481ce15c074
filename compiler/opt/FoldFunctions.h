#pragma once
// Simplifies every function of the module: user functions and host code (see Simplify.h). First of all
// passes: it tells the others which functions may fail at all.

#include "compiler/opt/Program.h"

namespace flow::opt {

void foldFunctions(Program program);

} // namespace flow::opt
