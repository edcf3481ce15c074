#pragma once
// Makes a function smaller without changing what it gives or how it fails: operations on constants are done
// now (by the interpreter's own definition, never one that fails), what is computed twice is computed once,
// optionals that are made and looked into at once vanish, tests that follow from others go, branches on
// constants and dead code, too.
//
// An operation that may fail stays, whether its result is used or not, until its operands or its guard
// decide.

#include "compiler/ir/Fn.h"

namespace flow::opt {

/// Whether anything changed. The function is verified, the module's mayFail flags are right.
bool simplify(ir::Function &function, const ir::Module &module);

} // namespace flow::opt
