#include "compiler/opt/CountReferences.h"

#include "compiler/ir/PlanFunctions.h"
#include "compiler/ownership/CountReferences.h"

namespace flow::opt {

void countReferences(Program program) {
  std::vector<const ir::Function *> rowFunctions;
  for (const ir::PlanGraph &plan : program.plans)
    for (const ir::PlanNode *node : plan.reachable())
      ir::forEachFunction(*node, [&](const ir::RowFunction &function) { rowFunctions.push_back(&function.body); });
  ownership::countReferences(program.module, rowFunctions);
}

} // namespace flow::opt
