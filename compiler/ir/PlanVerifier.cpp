#include "compiler/ir/PlanVerifier.h"

#include "compiler/ir/FnVerifier.h"
#include "compiler/ir/PlanFunctions.h"
#include "compiler/ir/PlanTyping.h"

#include <unordered_map>

namespace flow::ir {

std::vector<std::string> verify(const PlanGraph &plan, const Module *module) {
  if (!plan.root) return {"a plan has a root"};
  std::vector<std::string> problems;
  std::unordered_map<const PlanNode *, size_t> numbers;
  std::vector<PlanNode *> nodes = plan.reachable();
  for (PlanNode *node : nodes) {
    auto report = [&](const std::string &problem) {
      problems.push_back("%" + std::to_string(numbers.size()) + " " + spelling(node->op()) + ": " + problem);
    };
    bool ordered = true; // reachable() gives inputs first, unless they lie on a cycle
    for (const PlanNode *input : node->inputs) ordered &= input && numbers.contains(input);
    if (!ordered) {
      report("an input is missing, or there is a cycle");
      return problems;
    }
    PlanTyping typing = typeNode(*node, plan.captures, plan.types());
    if (!typing.row)
      report(typing.problem);
    else if (typing.row != node->row)
      report("the row must be " + types::text(typing.row) + ", not " +
             (node->row ? types::text(node->row) : "nothing"));
    forEachFunction(*node, [&](const RowFunction &function) {
      for (const std::string &problem : verify(function.body, module)) report(problem);
    });
    numbers.emplace(node, numbers.size());
    if (!problems.empty()) return problems; // what follows would repeat it
  }
  return problems;
}

} // namespace flow::ir
