#include "compiler/opt/FoldExpressions.h"

#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/PlanFunctions.h"
#include "compiler/opt/RowFunctionEdit.h"
#include "compiler/opt/Simplify.h"

namespace flow::opt {

void foldExpressions(Program program) {
  for (ir::PlanGraph &plan : program.plans) {
    for (ir::PlanNode *node : plan.reachable()) {
      ir::forEachFunction(*node, [&](ir::RowFunction &function) {
        simplify(function.body, program.module);
        dropUnusedParameters(function);
      });
      if (auto *project = node->get<ir::Project>())
        for (ir::ProjectField &field : project->fields)
          if (auto column = field.isColumn() ? std::nullopt : passedColumn(field.computed()))
            field.value = *column;
    }
    ir::computeMayFail(plan, program.module);
  }
}

} // namespace flow::opt
