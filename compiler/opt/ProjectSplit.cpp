#include "compiler/opt/ProjectSplit.h"

namespace flow::opt {

using ir::Project;
using ir::ProjectField;

ProjectSplit splitProject(const Project &project, const ir::PlanNode &input, const std::vector<bool> &isRead) {
  ProjectSplit split;
  for (uint32_t i = 0; i < input.columns().size(); ++i)
    split.lower.fields.push_back({nameAmong(split.lower.fields, input.columns()[i].name), i});
  for (uint32_t i = 0; i < project.fields.size(); ++i) {
    const ProjectField &field = project.fields[i];
    uint32_t &column = split.columns.emplace_back(ProjectSplit::kAbove);
    if (field.isColumn()) {
      column = field.column();
    } else if (isRead[i]) {
      column = static_cast<uint32_t>(split.lower.fields.size());
      split.lower.fields.push_back({nameAmong(split.lower.fields, field.name), field.value});
    }
  }
  return split;
}

bool delaysFailure(const Project &project, const std::vector<bool> &isRead) {
  for (uint32_t i = 0; i < project.fields.size(); ++i) {
    const ProjectField &field = project.fields[i];
    if (!field.isColumn() && field.computed().body.mayFail && !isRead[i]) return true;
  }
  return false;
}

} // namespace flow::opt
