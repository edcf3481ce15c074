#pragma once
// The loops of a function: blocks from which control comes back to a block that all of them are entered through.

#include "compiler/ir/Dominance.h"

namespace flow::ir {

struct Loop {
  BlockId head;
  std::vector<BlockId> blocks; ///< those of loops in it, too; each after those that dominate it
  /// The only block outside that leads to the head, by a jump that goes nowhere else; kNoBlock: there is no such one.
  /// What is computed there is known in all of the loop, handlers included.
  BlockId before = kNoBlock;
};

/// Each before those that contain it. Loops that are entered in several ways are none here.
std::vector<Loop> findLoops(const Function &function, const Dominance &dominance);

} // namespace flow::ir
