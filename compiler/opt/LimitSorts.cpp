#include "compiler/opt/LimitSorts.h"

#include "compiler/opt/PlanEdit.h"

#include <algorithm>

namespace flow::opt {

using ir::Sort;
using ir::Take;

/// True when the limit makes the take needless.
static bool limitSort(Sort &sort, const Take &take) {
  if (take.skipCapture) return false;
  if (take.countCapture) {
    // The take stays: it fails when the count is negative.
    if (take.skip == 0 && !sort.limit && !sort.limitCapture) sort.limitCapture = take.countCapture;
    return false;
  }
  uint64_t rows = 0;
  if (sort.limitCapture || take.count == Take::kAll || __builtin_add_overflow(take.skip, take.count, &rows))
    return false;
  sort.limit = std::min(rows, sort.limit.value_or(UINT64_MAX));
  return take.skip == 0;
}

void limitSorts(Program program) {
  for (ir::PlanGraph &plan : program.plans) {
    UserCounts users(plan);
    NodeReplacement replacement;
    for (ir::PlanNode *node : plan.reachable()) {
      replacement.applyToInputs(*node);
      const Take *take = node->get<Take>();
      Sort *sort = take ? node->input()->get<Sort>() : nullptr;
      if (!sort || !users.isOnlyOne(node->input()) || !limitSort(*sort, *take)) continue;
      users.passUsers(node, node->input());
      replacement.replace(node, node->input());
    }
    replacement.apply(plan);
  }
}

} // namespace flow::opt
