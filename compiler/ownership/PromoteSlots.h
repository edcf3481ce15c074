#pragma once
// Slots with counted values become block parameters, so that their users can be followed from change to change: that is
// what makes `xs[i] = v` in a loop a change in place. What a handler reads stays a slot, for it has to be right
// wherever in a block something fails. Other slots are left to LLVM.

#include "compiler/ir/Fn.h"

namespace flow::ownership {

/// All blocks are reachable.
void promoteSlots(ir::Function &function);
/// Blocks that control never reaches go away.
void dropUnreachableBlocks(ir::Function &function);

} // namespace flow::ownership
