#include "compiler/opt/ReduceJoins.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace flow::opt {

using ir::PlanNode;
using ir::PlanOp;

namespace {

/// Guesses in numbers of rows; nothing where the sources do not know theirs. The factors only need to be
/// sensible: a wrong guess costs time, not correctness.
class RowEstimates {
public:
  /// Inputs before their users.
  void add(const PlanNode &node) { rows_[&node] = estimate(node); }
  std::optional<double> of(const PlanNode *node) const { return rows_.at(node); }

private:
  static constexpr double kKeptByFilter = 0.25, kKeptByPartner = 0.5, kGroupsPerRow = 0.1;

  std::optional<double> estimate(const PlanNode &node) const;
  std::optional<double> scaled(const PlanNode &node, double factor) const {
    auto input = of(node.input());
    return input ? std::optional(*input * factor) : std::nullopt;
  }
  std::optional<double> limited(const PlanNode &node, std::optional<uint64_t> limit) const {
    auto input = of(node.input());
    if (!limit) return input;
    return std::min(static_cast<double>(*limit), input.value_or(static_cast<double>(*limit)));
  }
  static std::optional<double> known(uint64_t rowCount) {
    return rowCount == 0 ? std::nullopt : std::optional(static_cast<double>(rowCount));
  }
  std::optional<double> sum(const PlanNode &node) const;

  std::unordered_map<const PlanNode *, std::optional<double>> rows_;
};

std::optional<double> RowEstimates::sum(const PlanNode &node) const {
  double total = 0;
  for (const PlanNode *input : node.inputs) {
    auto rows = of(input);
    if (!rows) return {};
    total += *rows;
  }
  return total;
}

std::optional<double> RowEstimates::estimate(const PlanNode &node) const {
  if (const auto *scan = node.get<ir::ScanCsv>()) return known(scan->rowCount);
  if (const auto *scan = node.get<ir::ScanParquet>()) return known(scan->rowCount);
  if (const auto *range = node.get<ir::ScanRange>()) {
    bool isKnown = !range->source.beginCapture && !range->source.endCapture;
    double length = static_cast<double>(range->source.end) - static_cast<double>(range->source.begin);
    return isKnown ? std::optional(std::max(length, 0.0)) : std::nullopt;
  }
  if (const auto *sort = node.get<ir::Sort>()) return limited(node, sort->limit);
  if (const auto *take = node.get<ir::Take>())
    return limited(node, take->count == ir::Take::kAll ? std::nullopt : std::optional(take->count));
  if (const auto *aggregate = node.get<ir::Aggregate>())
    return aggregate->keys.empty() ? 1 : scaled(node, kGroupsPerRow);
  if (const auto *join = node.get<ir::Join>()) {
    bool filters = join->kind == abi::JoinKind::Semi || join->kind == abi::JoinKind::Anti;
    return scaled(node, filters ? kKeptByPartner : 1);
  }
  switch (node.op()) {
  case PlanOp::Filter: return scaled(node, kKeptByFilter);
  case PlanOp::Distinct: return scaled(node, kGroupsPerRow);
  case PlanOp::Project: return scaled(node, 1);
  case PlanOp::Union: return sum(node);
  default: return {};
  }
}

} // namespace

/// Keeping the left side, and asking for each right row whether it has a partner, must cost less than a table of all.
static bool isMuchSmaller(double left, double right) {
  constexpr double kLarge = 100'000, kTimes = 8;
  return right >= kLarge && left * kTimes <= right;
}

/// The nodes whose rows stream into a take, which may not ask for all of them. Their left sides are not stored: rows
/// that nobody asks for must not fail.
static std::set<const PlanNode *> findLimited(const std::vector<PlanNode *> &inputsFirst) {
  std::set<const PlanNode *> limited;
  for (auto at = inputsFirst.rbegin(); at != inputsFirst.rend(); ++at) {
    const PlanNode &node = **at;
    bool streams = node.is(PlanOp::Filter) || node.is(PlanOp::Project) || node.is(PlanOp::Join);
    if (node.is(PlanOp::Take) || (streams && limited.contains(&node))) limited.insert(node.input());
  }
  return limited;
}

void reduceJoins(Program program) {
  for (ir::PlanGraph &plan : program.plans) {
    RowEstimates estimates;
    std::vector<PlanNode *> nodes = plan.reachable();
    std::set<const PlanNode *> limited = findLimited(nodes);
    for (PlanNode *node : nodes) {
      estimates.add(*node);
      auto *join = node->get<ir::Join>();
      if (!join || join->leftKeys.empty() || limited.contains(node)) continue;
      auto left = estimates.of(node->input(0)), right = estimates.of(node->input(1));
      join->isReduced = left && right && isMuchSmaller(*left, *right);
    }
  }
}

} // namespace flow::opt
