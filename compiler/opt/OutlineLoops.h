#pragma once
// The outermost loops of Main and of tests become functions of their own: what is left runs once, and codegen compiles
// it the quick way, so that the first statements need not wait for the optimizer. A loop stays where it is when it can
// be entered or left at several places, or has to do with `catch`.
//
// The function takes what the loop reads from before it, and gives what is read of it behind it; of variables that are
// used outside, too, it takes the value and gives the new one, as of `inout` parameters.
//
// Behind the passes that simplify functions; before `common-functions` and `count-references`.

#include "compiler/opt/Program.h"

namespace flow::opt {

void outlineLoops(Program program);

} // namespace flow::opt
