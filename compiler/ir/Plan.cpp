#include "compiler/ir/Plan.h"

#include "compiler/ir/PlanTyping.h"
#include "runtime/abi/Check.h"

#include <unordered_set>

namespace flow::ir {

const char *spelling(PlanOp op) {
  constexpr const char *kSpellings[] = {
#define FLOW_PLAN_OP(Name, Spelling, Inputs) Spelling,
#include "compiler/ir/PlanOps.def"
  };
  return kSpellings[static_cast<size_t>(op)];
}

int inputCount(PlanOp op) {
  constexpr int kInputs[] = {
#define FLOW_PLAN_OP(Name, Spelling, Inputs) Inputs,
#include "compiler/ir/PlanOps.def"
  };
  return kInputs[static_cast<size_t>(op)];
}

#define FLOW_PLAN_OP(Name, Spelling, Inputs)                                                                           \
  static_assert(std::is_same_v<std::variant_alternative_t<static_cast<size_t>(PlanOp::Name), PlanPayload>, Name>);
#include "compiler/ir/PlanOps.def"

PlanNode *PlanGraph::addUnchecked(PlanPayload payload, std::vector<PlanNode *> inputs, const Type *row) {
  return &nodes_.emplace_back(PlanNode{std::move(payload), row, std::move(inputs)});
}

PlanNode *PlanGraph::add(PlanPayload payload, std::vector<PlanNode *> inputs) {
  PlanNode *node = addUnchecked(std::move(payload), std::move(inputs), nullptr);
  PlanTyping typing = typeNode(*node, captures, *context_);
  FLOW_CHECK(typing.row != nullptr, spelling(node->op()), ": ", typing.problem);
  node->row = typing.row;
  return node;
}

std::vector<PlanNode *> PlanGraph::reachable() const {
  // Depth first with an explicit stack: pipelines of very many verbs are deep.
  struct Visit {
    PlanNode *node;
    size_t nextInput;
  };
  std::vector<PlanNode *> result;
  std::unordered_set<const PlanNode *> seen;
  std::vector<Visit> stack;
  auto enter = [&](PlanNode *node) {
    if (node && seen.insert(node).second) stack.push_back({node, 0});
  };
  enter(root);
  while (!stack.empty()) {
    Visit &visit = stack.back();
    if (visit.nextInput < visit.node->inputs.size()) {
      enter(visit.node->inputs[visit.nextInput++]);
      continue;
    }
    result.push_back(visit.node);
    stack.pop_back();
  }
  return result;
}

} // namespace flow::ir
