#pragma once
// Lists that are known to have one user when they are changed need no test for it. A list that a loop changes is made
// the loop's own before it, by `list.own`, so that inside neither users nor addresses have to be looked at again.

#include "compiler/ir/Fn.h"

namespace flow::ownership {

/// Sets Instruction::isSoleUser, after countFunction. `mayOwn`: `list.own` may be added.
void markSoleUsers(ir::Function &function, bool mayOwn);

} // namespace flow::ownership
