#include "compiler/opt/DropTrivialOperators.h"

#include "compiler/opt/PlanEdit.h"
#include "compiler/opt/RowFunctionEdit.h"
#include "compiler/opt/ValueDefinitions.h"

#include <algorithm>

namespace flow::opt {

using ir::PlanNode;
using ir::Project;
using ir::ProjectField;

static bool keepsAllRows(const ir::Filter &filter) {
  const ir::Function &body = filter.predicate.body;
  if (body.blocks.size() != 1 || body.mayFail) return false;
  const ir::Instruction &last = body.blocks[0].instructions.back();
  return last.op == ir::Op::Return && ValueDefinitions(body).isConstant(last.operands[0], 1);
}

static bool onlyPassesOn(const Project &project) {
  return std::all_of(project.fields.begin(), project.fields.end(),
                     [](const ProjectField &field) { return field.isColumn(); });
}

static bool isTrivial(const PlanNode &node) {
  if (const auto *filter = node.get<ir::Filter>()) return keepsAllRows(*filter);
  if (const auto *take = node.get<ir::Take>())
    return !take->countCapture && !take->skipCapture && take->skip == 0 && take->count == ir::Take::kAll;
  const auto *project = node.get<Project>();
  if (!project || node.row != node.input()->row || !onlyPassesOn(*project)) return false;
  for (uint32_t i = 0; i < project->fields.size(); ++i)
    if (project->fields[i].column() != i) return false;
  return true;
}

/// The lower project chooses: the upper one reads through it.
static void readThrough(Project &upper, const Project &lower) {
  std::vector<uint32_t> columns;
  for (const ProjectField &field : lower.fields) columns.push_back(field.column());
  for (ProjectField &field : upper.fields) {
    if (field.isColumn())
      field.value = columns[field.column()];
    else
      renumberColumns(std::get<ir::RowFunction>(field.value), columns);
  }
}

/// The upper project chooses: the lower one computes just that, once each. False when a value is chosen
/// twice.
static bool chooseFrom(const Project &lower, Project &upper) {
  std::vector<bool> chosen(lower.fields.size());
  for (const ProjectField &field : upper.fields) {
    if (chosen[field.column()] && !lower.fields[field.column()].isColumn()) return false;
    chosen[field.column()] = true;
  }
  for (size_t i = 0; i < lower.fields.size(); ++i) // what is not chosen and may fail is not dropped here
    if (!chosen[i] && !lower.fields[i].isColumn() && lower.fields[i].computed().body.mayFail) return false;
  for (ProjectField &field : upper.fields) field.value = lower.fields[field.column()].value;
  return true;
}

static void mergeProjects(PlanNode &node, const UserCounts &users) {
  Project *upper = node.get<Project>();
  while (upper) {
    const Project *lower = node.input()->get<Project>();
    if (!lower || !users.isOnlyOne(node.input())) return;
    if (onlyPassesOn(*lower))
      readThrough(*upper, *lower);
    else if (!onlyPassesOn(*upper) || !chooseFrom(*lower, *upper))
      return;
    node.inputs[0] = node.input()->input();
  }
}

void dropTrivialOperators(Program program) {
  for (ir::PlanGraph &plan : program.plans) {
    UserCounts users(plan);
    NodeReplacement replacement;
    for (PlanNode *node : plan.reachable()) {
      replacement.applyToInputs(*node);
      mergeProjects(*node, users);
      if (!isTrivial(*node)) continue;
      users.passUsers(node, node->input());
      replacement.replace(node, node->input());
    }
    replacement.apply(plan);
  }
}

} // namespace flow::opt
