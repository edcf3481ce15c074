#include "compiler/opt/EvaluateOnDemand.h"

#include "compiler/opt/PlanEdit.h"
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
      if (node->get<Filter>() || node->get<ir::Take>()) sink(node);
    }
    plan_.root = replacement_.resolve(plan_.root);
  }

private:
  void sink(PlanNode *node);
  void swap(PlanNode *node, PlanNode *project);
  bool readsComputed(const Filter &filter, const Project &project) const;
  void splitProject(PlanNode *filter, PlanNode *above);
  void putAbove(PlanNode *node, PlanNode *project, PlanNode *above);
  void takeOwnCopy(PlanNode *node);
  static bool delaysFailure(const Filter *filter, const Project &project);

  ir::PlanGraph &plan_;
  UserCounts users_;
  NodeReplacement replacement_;
};

/// Moves a filter or take below the projects under it, as far as that goes.
void DelayedProjects::sink(PlanNode *node) {
  PlanNode *above = nullptr; // the project that reads the node by now
  while (node->input()->get<Project>()) {
    const Filter *filter = node->get<Filter>();
    if (!users_.isOnlyOne(node->input())) {
      // Others may demand values of rows that this user drops; what may fail is then computed for each by
      // itself.
      if (!delaysFailure(filter, *node->input()->get<Project>())) return;
      takeOwnCopy(node);
    }
    if (filter && readsComputed(*filter, *node->input()->get<Project>())) {
      splitProject(node, above);
      return; // it stands right above what it reads now
    }
    PlanNode *project = node->input();
    swap(node, project);
    putAbove(node, project, above);
    above = project;
  }
}

void DelayedProjects::takeOwnCopy(PlanNode *node) {
  PlanNode *shared = node->input();
  node->inputs[0] = plan_.addUnchecked(shared->payload, shared->inputs, shared->row);
  users_.remove(shared);
  users_.add(shared->input());
}

static bool reads(const Filter &filter, uint32_t column) {
  const auto &columns = filter.predicate.columns;
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// Whether something that may fail is computed without being read by the filter (null: a take, which reads
/// nothing).
bool DelayedProjects::delaysFailure(const Filter *filter, const Project &project) {
  for (uint32_t i = 0; i < project.fields.size(); ++i) {
    const ProjectField &field = project.fields[i];
    if (!field.isColumn() && field.computed().body.mayFail && !(filter && reads(*filter, i))) return true;
  }
  return false;
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
void DelayedProjects::splitProject(PlanNode *filterNode, PlanNode *above) {
  PlanNode *projectNode = filterNode->input();
  Filter &filter = *filterNode->get<Filter>();
  Project &project = *projectNode->get<Project>();
  if (!delaysFailure(&filter, project)) return;

  // The lower project keeps all columns of its input under new names, and adds what the filter reads.
  PlanNode *source = projectNode->input();
  Project lower;
  for (uint32_t i = 0; i < source->columns().size(); ++i)
    lower.fields.push_back({"$" + std::to_string(i), i});
  std::vector<uint32_t> newColumns(project.fields.size());
  for (uint32_t i = 0; i < project.fields.size(); ++i) {
    ProjectField &field = project.fields[i];
    if (field.isColumn()) {
      newColumns[i] = field.column();
    } else if (reads(filter, i)) {
      newColumns[i] = static_cast<uint32_t>(lower.fields.size());
      lower.fields.push_back({"$" + std::to_string(newColumns[i]), std::move(field.value)});
      field.value = newColumns[i];
    }
  }
  renumberColumns(filter.predicate, newColumns);
  PlanNode *lowerNode = plan_.add(std::move(lower), {source});
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
