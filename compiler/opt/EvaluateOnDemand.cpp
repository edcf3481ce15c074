#include "compiler/opt/EvaluateOnDemand.h"

#include "compiler/opt/PlanEdit.h"
#include "compiler/opt/ProjectSplit.h"
#include "compiler/opt/PruneColumns.h"
#include "compiler/opt/RowFunctionEdit.h"

#include <algorithm>

namespace flow::opt {

using ir::Filter;
using ir::PlanNode;
using ir::Project;
using ir::ProjectField;

namespace {

class DelayedProjects {
public:
  explicit DelayedProjects(ir::PlanGraph &plan) : plan_(plan), users_(plan) {}

  void run() {
    for (PlanNode *node : plan_.reachable()) {
      replacement_.applyToInputs(*node);
      if (node->get<Filter>() || node->get<ir::Take>())
        sink(node);
      else if (node->get<ir::Sort>())
        sinkSort(node);
      else if (node->get<ir::Join>())
        sinkJoin(node);
    }
    plan_.root = replacement_.resolve(plan_.root);
  }

private:
  void sink(PlanNode *node);
  void sinkIntoUnion(PlanNode *filterNode);
  void sinkSort(PlanNode *node);
  void sinkJoin(PlanNode *node);
  PlanNode *delayedProject(PlanNode *node, const std::vector<bool> &isRead);
  PlanNode *lowerNode(const ProjectSplit &split, PlanNode *input);
  void swap(PlanNode *node, PlanNode *project);
  bool readsComputed(const Filter &filter, const Project &project) const;
  void splitBelow(PlanNode *filter, PlanNode *above);
  void putAbove(PlanNode *node, PlanNode *project, PlanNode *above);
  void takeOwnCopy(PlanNode *node);

  ir::PlanGraph &plan_;
  UserCounts users_;
  NodeReplacement replacement_;
};

/// Which columns the filter reads; a take (null) reads none.
std::vector<bool> readBy(const Filter *filter, size_t columns) {
  std::vector<bool> read(columns);
  if (filter)
    for (uint32_t column : filter->predicate.columns) read[column] = true;
  return read;
}

/// Moves a filter or take below the projects under it, as far as that goes.
void DelayedProjects::sink(PlanNode *node) {
  PlanNode *above = nullptr; // the project that reads the node by now
  while (const Project *under = node->input()->get<Project>()) {
    const Filter *filter = node->get<Filter>();
    if (!users_.isOnlyOne(node->input())) {
      // Others may demand values of rows that this user drops; what may fail is then computed for each by
      // itself.
      if (!delaysFailure(*under, readBy(filter, under->fields.size()))) return;
      takeOwnCopy(node);
    }
    if (filter && readsComputed(*filter, *node->input()->get<Project>())) {
      splitBelow(node, above);
      return; // it stands right above what it reads now
    }
    PlanNode *project = node->input();
    swap(node, project);
    putAbove(node, project, above);
    above = project;
  }
  if (!above && node->get<Filter>() && node->input()->get<ir::Union>()) sinkIntoUnion(node);
}

/// Rows of a union that are dropped are dropped from its inputs, where columns of theirs would fail.
void DelayedProjects::sinkIntoUnion(PlanNode *filterNode) {
  PlanNode *all = filterNode->input();
  const Filter &filter = *filterNode->get<Filter>();
  auto delays = [&](const PlanNode *input) {
    const auto *project = input->get<Project>();
    return project && delaysFailure(*project, readBy(&filter, project->fields.size()));
  };
  if (!users_.isOnlyOne(all) || std::ranges::none_of(all->inputs, delays)) return;
  for (PlanNode *&input : all->inputs) {
    PlanNode *own = plan_.add(filter, {input});
    sink(own);
    input = replacement_.resolve(own);
  }
  users_.passUsers(filterNode, all);
  replacement_.replace(filterNode, all);
}

/// The project below the node, when something that may fail in it can wait; of this user alone.
PlanNode *DelayedProjects::delayedProject(PlanNode *node, const std::vector<bool> &isRead) {
  if (!delaysFailure(*node->input()->get<Project>(), isRead)) return nullptr;
  if (!users_.isOnlyOne(node->input())) takeOwnCopy(node);
  return node->input();
}

/// The lower project over the input, or the input itself when nothing is computed there.
PlanNode *DelayedProjects::lowerNode(const ProjectSplit &split, PlanNode *input) {
  bool isTrivial = split.lower.fields.size() == input->columns().size();
  return isTrivial ? input : plan_.add(split.lower, {input});
}

/// Only its keys are read by a sort.
void DelayedProjects::sinkSort(PlanNode *node) {
  ir::Sort &sort = *node->get<ir::Sort>();
  if (!node->input()->get<Project>()) return;
  std::vector<bool> isRead(node->columns().size());
  for (const abi::SortKey &key : sort.keys) isRead[key.column] = true;
  PlanNode *projectNode = delayedProject(node, isRead);
  if (!projectNode) return;
  Project &project = *projectNode->get<Project>();
  ProjectSplit split = splitProject(project, *projectNode->input(), isRead);
  for (abi::SortKey &key : sort.keys) key.column = split.columns[key.column];
  for (uint32_t i = 0; i < project.fields.size(); ++i)
    if (split.columns[i] != ProjectSplit::kAbove) project.fields[i].value = split.columns[i];
  PlanNode *lower = lowerNode(split, projectNode->input());
  node->inputs[0] = lower;
  node->row = lower->row;
  projectNode->inputs[0] = node;
  putAbove(node, projectNode, nullptr);
}

/// A join reads keys and what its condition needs; columns of its left side are passed on as they are.
void DelayedProjects::sinkJoin(PlanNode *node) {
  const ir::Join &join = *node->get<ir::Join>();
  if (!node->input()->get<Project>()) return;
  const auto leftColumns = static_cast<uint32_t>(node->input()->columns().size());
  std::vector<bool> isRead(leftColumns);
  for (uint32_t key : join.leftKeys) isRead[key] = true;
  if (join.condition)
    for (uint32_t column : join.condition->columns)
      if (column < leftColumns) isRead[column] = true;
  PlanNode *projectNode = delayedProject(node, isRead);
  if (!projectNode) return;
  const Project &project = *projectNode->get<Project>();
  ProjectSplit split = splitProject(project, *projectNode->input(), isRead);
  PlanNode *lower = lowerNode(split, projectNode->input());

  ir::Join joined = join;
  for (uint32_t &key : joined.leftKeys) key = split.columns[key];
  const auto lowerColumns = static_cast<uint32_t>(lower->columns().size());
  if (joined.condition)
    for (uint32_t &column : joined.condition->columns)
      column = column < leftColumns ? split.columns[column] : column - leftColumns + lowerColumns;
  joined.fields.clear();
  for (uint32_t column = 0; column < lowerColumns; ++column)
    joined.fields.push_back({lower->columns()[column].name, false, column});
  Project upper;
  for (const ir::JoinField &field : join.fields) {
    ir::ProjectField &made = upper.fields.emplace_back();
    made.name = field.name;
    if (!field.fromRight) {
      bool isAbove = split.columns[field.column] == ProjectSplit::kAbove;
      made.value = isAbove ? project.fields[field.column].value : split.columns[field.column];
      continue;
    }
    made.value = static_cast<uint32_t>(joined.fields.size());
    joined.fields.push_back({nameAmong(joined.fields, field.name), true, field.column});
  }
  PlanNode *above = plan_.add(std::move(upper), {plan_.add(std::move(joined), {lower, node->inputs[1]})});
  users_.passUsers(node, above);
  replacement_.replace(node, above);
}

void DelayedProjects::takeOwnCopy(PlanNode *node) {
  PlanNode *shared = node->input();
  node->inputs[0] = plan_.addUnchecked(shared->payload, shared->inputs, shared->row);
  users_.remove(shared);
  users_.add(shared->input());
}

bool DelayedProjects::readsComputed(const Filter &filter, const Project &project) const {
  return std::any_of(filter.predicate.columns.begin(), filter.predicate.columns.end(),
                     [&](uint32_t column) { return !project.fields[column].isColumn(); });
}

/// node(project(x)) becomes project(node(x)).
void DelayedProjects::swap(PlanNode *node, PlanNode *project) {
  if (Filter *filter = node->get<Filter>())
    for (uint32_t &column : filter->predicate.columns)
      column = project->get<Project>()->fields[column].column();
  PlanNode *source = project->input();
  node->inputs[0] = source;
  node->row = source->row;
  project->inputs[0] = node;
}

/// The project comes between the node and what read it.
void DelayedProjects::putAbove(PlanNode *node, PlanNode *project, PlanNode *above) {
  users_.swap(node, project);
  if (above)
    above->inputs[0] = project;
  else
    replacement_.replace(node, project);
}

/// Computes what the filter reads before it, and the rest behind it, when that may fail.
void DelayedProjects::splitBelow(PlanNode *filterNode, PlanNode *above) {
  PlanNode *projectNode = filterNode->input();
  Filter &filter = *filterNode->get<Filter>();
  Project &project = *projectNode->get<Project>();
  std::vector<bool> isRead = readBy(&filter, project.fields.size());
  if (!delaysFailure(project, isRead)) return;
  ProjectSplit split = splitProject(project, *projectNode->input(), isRead);
  for (uint32_t i = 0; i < project.fields.size(); ++i)
    if (split.columns[i] != ProjectSplit::kAbove) project.fields[i].value = split.columns[i];
  renumberColumns(filter.predicate, split.columns);
  PlanNode *lowerNode = plan_.add(std::move(split.lower), {projectNode->input()});
  filterNode->inputs[0] = lowerNode;
  filterNode->row = lowerNode->row;
  projectNode->inputs[0] = filterNode;
  putAbove(filterNode, projectNode, above);
}

} // namespace

void evaluateOnDemand(Program program) {
  pruneColumns(program); // what nobody reads need not be moved out of the way
  for (ir::PlanGraph &plan : program.plans) DelayedProjects(plan).run();
  pruneColumns(program);
}

} // namespace flow::opt
