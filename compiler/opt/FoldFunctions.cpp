#include "compiler/opt/FoldFunctions.h"

#include "compiler/ir/FnMayFail.h"
#include "compiler/opt/Simplify.h"

namespace flow::opt {

void foldFunctions(Program program) {
  for (ir::Function &function : program.module.functions) simplify(function, program.module);
  ir::computeMayFail(program.module); // fewer may, now
  for (ir::PlanGraph &plan : program.plans) ir::computeMayFail(plan, program.module);
}

} // namespace flow::opt
