#pragma once
// The rules of Simplify.h, for one instruction at a time.

#include "compiler/opt/ValueDefinitions.h"

namespace flow::opt {

/// What becomes of an instruction.
struct Rewrite {
  enum class Kind : uint8_t {
    Keep,    ///< perhaps changed in place
    Replace, ///< by `value`, which is computed before
    Remove   ///< it does nothing
  } kind = Kind::Keep;
  ir::ValueId value = ir::kNoValue;
};

/// Applies the rules; `changed` is set when the instruction was changed in place.
Rewrite rewrite(ir::Instruction &instruction, const ir::Function &function,
                const ValueDefinitions &definitions, bool &changed);

} // namespace flow::opt
