#pragma once
// Removes instructions whose results nobody uses. What has an effect, or may fail, stays: an unused value of
// a strict `let` fails as well.

#include "compiler/ir/Fn.h"

namespace flow::opt {

/// Whether anything changed.
bool removeDeadCode(ir::Function &function, const ir::Module &module);

} // namespace flow::opt
