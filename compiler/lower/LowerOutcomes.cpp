// What makes a frame run: its nodes are copied into a plan of their own, which host code runs by number.
#include "compiler/ir/PlanFunctions.h"
#include "compiler/lower/FunctionLowering.h"

namespace flow::lower {

using abi::FailureKind;
using ir::PlanNode;

namespace {
/// Copies the nodes below a root into another graph and renumbers their captures to those that are used.
class PlanCopier {
public:
  PlanCopier(ir::PlanGraph &to, const std::vector<ValueId> &values, const ir::Function &host)
      : to_(to), values_(values), host_(host) {}

  PlanNode *copy(const PlanNode *node) {
    if (auto found = copies_.find(node); found != copies_.end()) return found->second;
    std::vector<PlanNode *> inputs;
    for (const PlanNode *input : node->inputs) inputs.push_back(copy(input));
    PlanNode *result = to_.addUnchecked(node->payload, std::move(inputs), node->row);
    ir::forEachCapture(*result, [&](uint32_t &capture) { capture = renumber(capture); });
    return copies_[node] = result;
  }
  const std::vector<ValueId> &used() const { return used_; }

private:
  uint32_t renumber(uint32_t capture) {
    auto [at, isNew] = numbers_.try_emplace(capture, static_cast<uint32_t>(used_.size()));
    if (isNew) {
      used_.push_back(values_[capture]);
      to_.captures.types.push_back(host_.valueTypes[values_[capture]]);
    }
    return at->second;
  }

  ir::PlanGraph &to_;
  const std::vector<ValueId> &values_;
  const ir::Function &host_;
  std::unordered_map<const PlanNode *, PlanNode *> copies_;
  std::unordered_map<uint32_t, uint32_t> numbers_;
  std::vector<ValueId> used_;
};
} // namespace

ValueId FunctionLowering::runPlan(PlanNode *root, Span span) {
  ir::PlanGraph plan(types_);
  PlanCopier copier(plan, captures_, builder_.function());
  plan.root = copier.copy(root);
  auto number = static_cast<uint32_t>(state_.out->plans.size());
  state_.out->module.planCaptures.push_back(plan.captures);
  const Type *frame = types_.frame(plan.root->row);
  state_.out->plans.push_back(std::move(plan));
  return builder_.emit(Op::RunPlan, frame, copier.used(), {state_.site(span, FailureKind::Failure)}, number);
}

ValueId FunctionLowering::lowerOutcome(const tree::Outcome &outcome) {
  PlanNode *root = lowerFrame(*outcome.frame);
  if (outcome.outcome == tree::OutcomeKind::WriteCsv || outcome.outcome == tree::OutcomeKind::WriteParquet) {
    abi::TextOperand path;
    const auto *literal = tree::dynCast<tree::Constant>(outcome.argument);
    if (literal)
      path.text = std::get<std::string>(literal->value);
    else
      path.capture = captureValue(lower(*outcome.argument));
    uint32_t site = state_.site(outcome.span, FailureKind::IoError);
    if (outcome.outcome == tree::OutcomeKind::WriteCsv)
      root = graph_.add(ir::WriteCsv{path, site}, {root});
    else
      root = graph_.add(ir::WriteParquet{path, outcome.compression, site}, {root});
    runPlan(root, outcome.span);
    return ir::kNoValue;
  }
  ValueId count = ir::kNoValue;
  if (outcome.outcome == tree::OutcomeKind::Show) {
    constexpr int64_t kDefaultRows = 20;
    count = outcome.argument ? lower(*outcome.argument) : builder_.constI64(kDefaultRows);
  }
  if (outcome.outcome == tree::OutcomeKind::Length) { // counts rows as they come, and asks for no column
    ir::Aggregate aggregate;
    aggregate.fields.emplace_back().kind = abi::AggregateKind::Count;
    aggregate.fields[0].name = "$";
    root = graph_.add(std::move(aggregate), {root});
  }
  ValueId table = runPlan(root, outcome.span);
  switch (outcome.outcome) {
  case tree::OutcomeKind::Show: builder_.emit(Op::ShowTable, nullptr, {table, count}); return ir::kNoValue;
  case tree::OutcomeKind::Length:
  case tree::OutcomeKind::Scalar: {
    uint32_t site = state_.site(outcome.span, FailureKind::Failure, "`scalar` takes a frame of exactly one row");
    return builder_.emit(Op::TableScalar, outcome.type, {table}, {site});
  }
  case tree::OutcomeKind::Collect: {
    uint32_t site = state_.site(outcome.span, FailureKind::OutOfMemory);
    return builder_.emit(Op::TableRows, outcome.type, {table}, {site});
  }
  case tree::OutcomeKind::Column: {
    uint32_t site = state_.site(outcome.span, FailureKind::OutOfMemory);
    return builder_.emit(Op::TableColumn, outcome.type, {table}, {site});
  }
  default: FLOW_UNREACHABLE();
  }
}

ValueId FunctionLowering::lowerCompareFrames(const tree::CompareFrames &node) {
  ValueId left = runPlan(lowerFrame(*node.left), node.left->span);
  ValueId right = runPlan(lowerFrame(*node.right), node.right->span);
  ValueId ignoreOrder = lower(*node.ignoreOrder), tolerance = lower(*node.tolerance);
  builder_.emit(Op::CompareTables, nullptr, {left, right, ignoreOrder, tolerance},
                {state_.site(node.span, FailureKind::AssertionFailed)});
  return ir::kNoValue;
}

} // namespace flow::lower
