#pragma once
// What each operation does with the users of its operands, and where its result comes from.

#include "compiler/ir/Fn.h"

namespace flow::ownership {

enum class ResultKind : uint8_t {
  Constant, ///< nobody counts it
  Named,    ///< parts of the operands under another name
  Seen,     ///< lies in the object that the first operand is
  Made      ///< the operation gives a user of its own
};
ResultKind resultOf(ir::Op op);

/// Whether the operation takes the user of that operand; else it only looks at it. Of Named results nothing is done to
/// operands. Arguments of targets are always taken.
bool takesOperand(const ir::Instruction &instruction, size_t operand, const ir::Module &module);
/// It is executed without looking at any object: names of parts, whether an optional is there.
bool looksAtNothing(ir::Op op);
/// Changes the list that is its first operand where it stands, when it has no other user.
bool changesListInPlace(ir::Op op);
/// Changes its first operand, or makes a changed copy of it, and is all undone when it fails.
bool changesOperand(ir::Op op);
/// When it fails, its callee has already taken what it takes.
bool givesUpOnFailure(const ir::Instruction &instruction);

} // namespace flow::ownership
