#include "compiler/opt/PushFilters.h"

#include "compiler/opt/PlanEdit.h"
#include "compiler/opt/Predicates.h"
#include "compiler/opt/RowFunctionEdit.h"

#include <algorithm>

namespace flow::opt {

using abi::JoinKind;
using ir::PlanNode;
using ir::RowFunction;

namespace {

class FilterPusher {
public:
  FilterPusher(ir::PlanGraph &plan, const ir::Module &module) : plan_(plan), module_(module), users_(plan) {}
  void run();

private:
  /// Has the term applied below the node, which then gives only rows for which it holds; false when that
  /// cannot be.
  bool into(PlanNode *node, const RowFunction &term);
  bool intoProject(PlanNode *node, const ir::Project &project, RowFunction term);
  bool intoJoin(PlanNode *node, const ir::Join &join, RowFunction term);
  bool intoAggregate(PlanNode *node, const ir::Aggregate &aggregate, RowFunction term);
  bool intoDistinct(PlanNode *node, const ir::Distinct &distinct, const RowFunction &term);
  bool intoUnion(PlanNode *node, const RowFunction &term);
  /// Applies it to the input, as far down as it goes. False when it would excuse rows from failing there.
  bool apply(PlanNode *node, size_t input, const RowFunction &term);

  bool pushFilter(PlanNode *node);
  void pushCondition(PlanNode *node);

  ir::PlanGraph &plan_;
  const ir::Module &module_;
  UserCounts users_;
};

void FilterPusher::run() {
  NodeReplacement replacement;
  std::vector<PlanNode *> nodes = plan_.reachable();
  for (size_t i = nodes.size(); i-- > 0;) { // users first: their terms may join those below
    if (nodes[i]->get<ir::Join>()) pushCondition(nodes[i]);
    if (!nodes[i]->get<ir::Filter>() || !pushFilter(nodes[i])) continue;
    users_.passUsers(nodes[i], nodes[i]->input());
    replacement.replace(nodes[i], nodes[i]->input());
  }
  replacement.apply(plan_);
}

/// True when nothing of the filter is left.
bool FilterPusher::pushFilter(PlanNode *node) {
  RowFunction &predicate = node->get<ir::Filter>()->predicate;
  std::vector<ir::ValueId> moved;
  for (const Term &term : movableTerms(predicate, module_))
    if (into(node->input(), term.function)) moved.push_back(term.value);
  if (moved.empty()) return false;
  auto rest = without(predicate, moved, module_);
  if (rest) predicate = std::move(*rest);
  return !rest;
}

/// Terms of a condition that read one side only go there, unless rows of that side come out without a
/// partner, too.
void FilterPusher::pushCondition(PlanNode *node) {
  ir::Join &join = *node->get<ir::Join>();
  if (!join.condition) return;
  auto left = static_cast<uint32_t>(node->input(0)->columns().size());
  bool leftMayGo = join.kind == JoinKind::Inner || join.kind == JoinKind::Semi;
  std::vector<ir::ValueId> moved;
  for (Term &term : movableTerms(*join.condition, module_)) {
    auto &columns = term.function.columns;
    bool readsLeft =
        std::any_of(columns.begin(), columns.end(), [&](uint32_t column) { return column < left; });
    bool readsRight =
        std::any_of(columns.begin(), columns.end(), [&](uint32_t column) { return column >= left; });
    if (readsLeft == readsRight || (readsLeft && !leftMayGo)) continue;
    if (readsRight)
      for (uint32_t &column : columns) column -= left;
    if (apply(node, readsRight ? 1 : 0, term.function)) moved.push_back(term.value);
  }
  if (!moved.empty()) join.condition = without(*join.condition, moved, module_);
}

/// Whether a column is computed here that may fail, for rows that a filter behind it has not dropped: those that it
/// drops do not fail in the same stage, but in all that follows their columns were asked for.
static bool computesWhatMayFail(const PlanNode *node) {
  for (;; node = node->input()) {
    if (node->get<ir::Filter>()) continue;
    const auto *project = node->get<ir::Project>();
    if (!project) return false;
    for (const ir::ProjectField &field : project->fields)
      if (!field.isColumn() && field.computed().body.mayFail) return true;
  }
}

/// Whether the rows are those of a CSV file, fields of which may be no values: filters read them in the order of the
/// program, so that what an earlier one leaves out is not read by a later one.
static bool readsFields(const PlanNode *node) {
  while (node->get<ir::Filter>() || node->get<ir::Project>() || node->get<ir::Take>()) node = node->input();
  const auto *scan = node->get<ir::ScanCsv>();
  return scan && scan->source.badRows == abi::CsvSource::BadRows::Fail;
}

bool FilterPusher::apply(PlanNode *node, size_t input, const RowFunction &term) {
  if (into(node->inputs[input], term)) return true;
  if (computesWhatMayFail(node->inputs[input])) return false;
  node->inputs[input] = plan_.add(ir::Filter{term}, {node->inputs[input]});
  return true;
}

bool FilterPusher::into(PlanNode *node, const RowFunction &term) {
  if (!users_.isOnlyOne(node)) return false;
  if (const auto *filter = node->get<ir::Filter>())
    return !filter->predicate.body.mayFail && !readsFields(node) && into(node->input(), term);
  if (const auto *project = node->get<ir::Project>()) return intoProject(node, *project, term);
  if (const auto *join = node->get<ir::Join>()) return intoJoin(node, *join, term);
  if (const auto *aggregate = node->get<ir::Aggregate>()) return intoAggregate(node, *aggregate, term);
  if (const auto *distinct = node->get<ir::Distinct>()) return intoDistinct(node, *distinct, term);
  if (node->get<ir::Union>()) return intoUnion(node, term);
  const auto *sort = node->get<ir::Sort>();
  return sort && !sort->limit && !sort->limitCapture && apply(node, 0, term);
}

bool FilterPusher::intoProject(PlanNode *node, const ir::Project &project, RowFunction term) {
  for (const ir::ProjectField &field : project.fields)
    if (!field.isColumn() && (field.computed().body.mayFail || readsFields(node))) return false;
  for (uint32_t &column : term.columns) {
    if (!project.fields[column].isColumn()) return false;
    column = project.fields[column].column();
  }
  return apply(node, 0, term);
}

bool FilterPusher::intoJoin(PlanNode *node, const ir::Join &join, RowFunction term) {
  if (join.condition && join.condition->body.mayFail) return false;
  bool fromLeft = false, fromRight = false;
  for (uint32_t &column : term.columns) {
    const ir::JoinField &field = join.fields[column];
    (field.fromRight ? fromRight : fromLeft) = true;
    column = field.column;
  }
  // A row of the right side that goes would leave its left rows without a partner, not drop them.
  // And which partner is the first, or whether it is the only one, depends on all of them.
  if (fromLeft == fromRight) return false;
  if (fromRight && (join.kind != JoinKind::Inner || join.partners != abi::JoinPartners::All)) return false;
  return apply(node, fromRight ? 1 : 0, term);
}

/// Floats are equal as keys though a term may tell them apart (0.0 and -0.0), so these must stay together.
bool hasFloat(const RowFunction &term) {
  return std::any_of(term.body.parameters.begin(), term.body.parameters.end(),
                     [](const types::Type *type) { return type->plain()->isFloat(); });
}

bool FilterPusher::intoAggregate(PlanNode *node, const ir::Aggregate &aggregate, RowFunction term) {
  if (aggregate.keys.empty() || hasFloat(term)) return false;
  for (const ir::AggregateField &field : aggregate.fields)
    if (mayOverflow(field, *node->input())) return false;
  for (uint32_t &column : term.columns) {
    if (column >= aggregate.keys.size()) return false;
    column = aggregate.keys[column];
  }
  return apply(node, 0, term);
}

bool FilterPusher::intoDistinct(PlanNode *node, const ir::Distinct &distinct, const RowFunction &term) {
  if (hasFloat(term)) return false;
  const auto &keys = distinct.keys;
  for (uint32_t column : term.columns)
    if (!keys.empty() && std::find(keys.begin(), keys.end(), column) == keys.end()) return false;
  return apply(node, 0, term);
}

bool FilterPusher::intoUnion(PlanNode *node, const RowFunction &term) {
  if (std::any_of(node->inputs.begin(), node->inputs.end(), computesWhatMayFail)) return false; // all or none
  for (size_t i = 0; i < node->inputs.size(); ++i) apply(node, i, term);
  return true;
}

} // namespace

void pushFilters(Program program) {
  for (ir::PlanGraph &plan : program.plans) FilterPusher(plan, program.module).run();
}

} // namespace flow::opt
