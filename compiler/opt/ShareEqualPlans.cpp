#include "compiler/opt/ShareEqualPlans.h"

#include "compiler/ir/PlanFunctions.h"
#include "compiler/ir/PlanPrinter.h"
#include "compiler/opt/PlanEdit.h"

namespace flow::opt {

using ir::PlanNode;
using ir::PlanOp;

static bool isCheapScan(const PlanNode &node) {
  return node.is(PlanOp::ScanParquet) || node.is(PlanOp::ScanRows) || node.is(PlanOp::ScanRange) ||
         node.is(PlanOp::ScanTable);
}

/// The node without its places in the source.
static PlanNode withoutSites(PlanNode node) {
  ir::forEachFunction(node, [](ir::RowFunction &function) {
    for (ir::Block &block : function.body.blocks)
      for (ir::Instruction &instruction : block.instructions) instruction.site = 0;
  });
  if (auto *scan = node.get<ir::ScanCsv>()) scan->source.site = 0;
  if (auto *scan = node.get<ir::ScanBadCsv>()) scan->source.file.site = 0;
  if (auto *scan = node.get<ir::ScanParquet>()) scan->source.site = 0;
  if (auto *join = node.get<ir::Join>()) join->site = 0;
  if (auto *take = node.get<ir::Take>()) take->site = 0;
  if (auto *aggregate = node.get<ir::Aggregate>())
    for (ir::AggregateField &field : aggregate->fields) field.site = 0;
  return node;
}

namespace {

/// Numbers nodes so that equal numbers mean equal results.
class PlanNumbering {
public:
  PlanNumbering(const ir::PlanGraph &plan, const ir::Module &module) : plan_(plan), module_(module) {}

  /// The first node that does the same; the node itself when it is the first.
  PlanNode *firstEqual(PlanNode *node) {
    std::string key = ir::printNode(withoutSites(*node), plan_, &module_);
    for (const PlanNode *input : node->inputs) key += " %" + std::to_string(numbers_.at(input));
    auto [at, isNew] = first_.try_emplace(std::move(key), node);
    numbers_[node] = isNew ? numbers_.size() : numbers_.at(at->second);
    return at->second;
  }

private:
  const ir::PlanGraph &plan_;
  const ir::Module &module_;
  std::unordered_map<std::string, PlanNode *> first_;
  std::unordered_map<const PlanNode *, size_t> numbers_;
};

void share(ir::PlanGraph &plan, const ir::Module &module) {
  PlanNumbering numbering(plan, module);
  NodeReplacement replacement;
  for (PlanNode *node : plan.reachable()) {
    replacement.applyToInputs(*node);
    PlanNode *first = numbering.firstEqual(node);
    if (first != node && !isCheapScan(*node)) replacement.replace(node, first);
  }
  replacement.apply(plan);
}

void separateScans(ir::PlanGraph &plan) {
  std::unordered_map<const PlanNode *, size_t> users;
  for (PlanNode *node : plan.reachable())
    for (PlanNode *&input : node->inputs)
      if (isCheapScan(*input) && ++users[input] > 1)
        input = plan.addUnchecked(input->payload, {}, input->row);
}

} // namespace

void shareEqualPlans(Program program) {
  for (ir::PlanGraph &plan : program.plans) {
    share(plan, program.module);
    separateScans(plan);
  }
}

} // namespace flow::opt
