#pragma once
// What instructions do with the users of their operands, beyond what Ops.def says of the operation alone.

#include "compiler/ir/Fn.h"

namespace flow::ownership {

/// Whether it takes the user of that operand; else it only looks at it. Of Named results nothing is done to operands.
/// Arguments of targets are always taken.
bool takesOperand(const ir::Instruction &instruction, size_t operand, const ir::Module &module);
/// It is executed without looking at any object: names of parts, whether an optional is there.
bool looksAtNothing(ir::Op op);
/// When it fails, its callee has already taken what it takes.
bool givesUpOnFailure(const ir::Instruction &instruction);

} // namespace flow::ownership
