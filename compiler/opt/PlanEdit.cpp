#include "compiler/opt/PlanEdit.h"

#include "compiler/ir/PlanTyping.h"
#include "runtime/abi/Check.h"

namespace flow::opt {

using ir::PlanNode;

UserCounts::UserCounts(const ir::PlanGraph &plan) {
  for (const PlanNode *node : plan.reachable())
    for (const PlanNode *input : node->inputs) ++counts_[input];
  ++counts_[plan.root];
}

void NodeReplacement::apply(ir::PlanGraph &plan) const {
  plan.root = resolve(plan.root);
  for (PlanNode *node : plan.reachable()) applyToInputs(*node);
}

void retype(PlanNode &node, const ir::PlanGraph &plan) {
  ir::PlanTyping typing = ir::typeNode(node, plan.captures, plan.types());
  FLOW_CHECK(typing.row != nullptr, ir::spelling(node.op()), ": ", typing.problem);
  node.row = typing.row;
}

bool mayOverflow(const ir::AggregateField &field, const PlanNode &input) {
  return field.kind == abi::AggregateKind::Sum && !input.columns()[*field.argument].type->plain()->isFloat();
}

ir::ProjectField passOn(const PlanNode &input, uint32_t column) {
  return {input.columns()[column].name, column};
}

} // namespace flow::opt
