#pragma once
// Makes the blocks of a function fewer: branches on constants become jumps, blocks that nothing reaches
// vanish, a block that is entered from one place only becomes a part of that one.

#include "compiler/ir/Fn.h"

namespace flow::opt {

/// Whether anything changed.
bool simplifyControlFlow(ir::Function &function);

} // namespace flow::opt
