#pragma once
// The operations of Fn IR and the facts about each that hold whatever the types are: one line of Ops.def each.

#include <cstdint>
#include <optional>
#include <string_view>

namespace flow::ir {

enum class Op : uint8_t {
#define FLOW_IR_OP(Name, Spelling, Operands, Result, Takes, Traits) Name,
#include "compiler/ir/Ops.def"
};
const char *spelling(Op op);
std::optional<Op> opSpelled(std::string_view text);
/// The number of operands, or -1 for any.
int operandCount(Op op);

/// Where the objects come from that the result of an operation holds.
enum class OpResult : uint8_t {
  Constant, ///< nobody counts them
  Named,    ///< parts of the operands under another name
  Seen,     ///< they lie in the object that the first operand is
  Made      ///< the operation gives users of its own
};
OpResult resultOf(Op op);

/// Which operands give their users to the operation; it only looks at the others. A call takes what its callee takes
/// (Function::takesParameter).
enum class OpTakes : uint8_t {
  Nothing,
  First,
  Values, ///< all but the second one, an index or a key
  All
};
OpTakes takenBy(Op op);

/// Of the op alone; with the types at hand, see canFail in OpTyping.h.
bool mayFail(Op op);
/// It may make a new object, so it may fail with OutOfMemory besides what Ops.def says; a site then only says where.
bool takesMemory(Op op);
/// It does more than to compute its result (and perhaps to fail).
bool hasEffect(Op op);
bool isTerminator(Op op);
/// It makes no sense in a pipeline stage.
bool isHostOnly(Op op);
/// Instruction::index is part of the operation.
bool usesIndex(Op op);
/// Instruction::index is a function of the module.
bool namesFunction(Op op);
/// It does the same with values of any types that lie alike (types/Representation.h).
bool onlyMoves(Op op);
/// Changes its first operand, or makes a changed copy of it, and is all undone when it fails.
bool changesOperand(Op op);
/// Changes the list that is its first operand where it stands, when it has no other user.
bool changesListInPlace(Op op);
/// Nobody else has the list that it gives. (`list.concat` with the empty list gives the first one as it is.)
bool givesOwnList(Op op);

} // namespace flow::ir
