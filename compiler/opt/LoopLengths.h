#pragma once
// Lists that a loop changes but does not make longer or shorter: their lengths are known before it begins.

#include "compiler/ir/Loops.h"

#include <unordered_map>

namespace flow::opt {

class LoopLengths {
public:
  /// The loop has a block before it.
  LoopLengths(const ir::Function &function, const ir::Loop &loop);

  /// A list that is there when the loop begins and is as long as this one, which is made in the loop; kNoValue: not
  /// known.
  ir::ValueId sameBefore(ir::ValueId list) const;

private:
  void follow(const ir::Instruction &instruction);
  bool pass(const ir::Target &target);
  ir::ValueId originOf(ir::ValueId list) const;
  void dropChanging(const ir::Loop &loop);

  const ir::Function &function_;
  ir::BlockId head_;
  /// By list, or by the tuple of a list and an element: the parameter of the head that is as long; kNoValue: none is.
  std::unordered_map<ir::ValueId, ir::ValueId> origins_;
  std::unordered_map<ir::ValueId, ir::ValueId> before_; ///< by parameter of the head: what it is when the loop begins
};

} // namespace flow::opt
