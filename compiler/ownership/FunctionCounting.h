#pragma once
// Makes the users of objects explicit in one function: see CountReferences.h.

#include "compiler/ir/Fn.h"

namespace flow::ownership {

struct CountingOptions {
  /// Somebody may go on after the function has failed, so that a failure must give back what the function has.
  bool mayBeCaught = false;
};

/// The function has no `retain` and `release` yet, all blocks are reachable, and `takes` of all functions is final.
void countFunction(ir::Function &function, const ir::Module &module, const CountingOptions &options);

} // namespace flow::ownership
