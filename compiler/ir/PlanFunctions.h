#pragma once
// The row functions of a node, whatever its op.

#include "compiler/ir/Plan.h"

namespace flow::ir {

/// Calls `visit(RowFunction &)` for each expression of the node, in order; a const node gives const ones.
template <typename Node, typename Visit> void forEachFunction(Node &node, Visit &&visit) {
  if (auto *filter = node.template get<Filter>()) visit(filter->predicate);
  if (auto *project = node.template get<Project>())
    for (auto &field : project->fields)
      if (auto *function = std::get_if<RowFunction>(&field.value)) visit(*function);
  if (auto *join = node.template get<Join>(); join && join->condition) visit(*join->condition);
}

} // namespace flow::ir
