#pragma once
// One function for each operation of Fn IR, in the file of its family. An operation without one does not
// link.

#include "compiler/codegen/Emitter.h"

namespace flow::codegen {

/// The leaves of the result; empty when there is none. Terminators are written by the bodies (Body*.cpp).
template <ir::Op> Value emitOp(Emitter &emitter, const ir::Instruction &instruction);

#define FLOW_IR_OP(Name, Spelling, Operands, Result, Takes, Traits)                                                    \
  template <> Value emitOp<ir::Op::Name>(Emitter & emitter, const ir::Instruction &instruction);
#include "compiler/ir/Ops.def"

} // namespace flow::codegen
