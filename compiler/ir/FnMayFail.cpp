#include "compiler/ir/FnMayFail.h"

#include "compiler/ir/OpTyping.h"
#include "compiler/ir/PlanFunctions.h"

namespace flow::ir {

bool mayFailIn(const Function &function, const Module *module) {
  for (const Block &block : function.blocks)
    for (const Instruction &instruction : block.instructions)
      if (canFail(instruction, function, module)) return true;
  return false;
}

void computeMayFail(Module &module) {
  for (Function &function : module.functions) function.mayFail = false;
  // From nothing fails upwards, until nothing changes: so recursion alone makes no function fail.
  for (bool changed = true; changed;) {
    changed = false;
    for (Function &function : module.functions) {
      if (function.mayFail || !mayFailIn(function, &module)) continue;
      function.mayFail = true;
      changed = true;
    }
  }
}

void computeMayFail(PlanGraph &plan, const Module &module) {
  for (PlanNode *node : plan.reachable())
    forEachFunction(*node, [&](RowFunction &function) { function.body.mayFail = mayFailIn(function.body, &module); });
}

} // namespace flow::ir
