#pragma once
// Cuts a project in two: what an operator between the two reads is computed below it, everything else above.

#include "compiler/ir/Plan.h"

#include <algorithm>

namespace flow::opt {

/// A name for a new field. Names are seen in the notes of a row that fails, so columns keep theirs; one that another
/// has already becomes a number.
template <typename Field> std::string nameAmong(const std::vector<Field> &fields, const std::string &name) {
  bool isTaken = std::ranges::any_of(fields, [&](const Field &field) { return field.name == name; });
  return isTaken ? "$" + std::to_string(fields.size()) : name;
}

struct ProjectSplit {
  /// Passes all columns of the input on, then gives the computed fields that are read.
  ir::Project lower;
  /// By field of the project: the column of `lower` that holds it; kAbove: it is computed above.
  std::vector<uint32_t> columns;

  static constexpr uint32_t kAbove = UINT32_MAX;
};

/// `isRead`: by field of the project, whose computed fields go below when they are.
ProjectSplit splitProject(const ir::Project &project, const ir::PlanNode &input, const std::vector<bool> &isRead);

/// Whether the project computes something that may fail and is not read.
bool delaysFailure(const ir::Project &project, const std::vector<bool> &isRead);

} // namespace flow::opt
