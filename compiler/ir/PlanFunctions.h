#pragma once
// The row functions and captures of a node, whatever its op.

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

/// Calls `visit(uint32_t &)` for each capture that the node names, those of its expressions included.
template <typename Visit> void forEachCapture(PlanNode &node, Visit &&visit) {
  auto maybe = [&](std::optional<uint32_t> &capture) {
    if (capture) visit(*capture);
  };
  forEachFunction(node, [&](RowFunction &function) {
    for (uint32_t &capture : function.captures) visit(capture);
  });
  if (auto *scan = node.get<ScanCsv>()) maybe(scan->source.path.capture);
  if (auto *scan = node.get<ScanBadCsv>()) maybe(scan->source.file.path.capture);
  if (auto *scan = node.get<ScanParquet>()) maybe(scan->source.path.capture);
  if (auto *scan = node.get<ScanRows>()) visit(scan->capture);
  if (auto *scan = node.get<ScanTable>()) visit(scan->capture);
  if (auto *range = node.get<ScanRange>()) {
    maybe(range->source.beginCapture);
    maybe(range->source.endCapture);
  }
  if (auto *sort = node.get<Sort>()) maybe(sort->limitCapture);
  if (auto *take = node.get<Take>()) {
    maybe(take->countCapture);
    maybe(take->skipCapture);
  }
  if (auto *write = node.get<WriteCsv>()) maybe(write->path.capture);
  if (auto *write = node.get<WriteParquet>()) maybe(write->path.capture);
}

} // namespace flow::ir
