#pragma once
// Which columns are read: a backward walk over the plan. What nobody demands is not read from files, not
// computed (so it cannot fail) and not stored in tables.

#include "compiler/ir/Plan.h"

#include <unordered_map>

namespace flow::pipeline {

/// By column of a row: whether it is demanded.
using ColumnSet = std::vector<bool>;
/// The members, ascending.
std::vector<uint32_t> membersOf(const ColumnSet &set);

/// What a node reads of its input `input` when `demanded` is read of its own row.
ColumnSet inputDemand(const ir::PlanNode &node, size_t input, const ColumnSet &demanded);

/// For each node that the root reaches: what all its users demand. Of the root it is the whole row.
std::unordered_map<const ir::PlanNode *, ColumnSet> findDemand(const ir::PlanGraph &graph);

} // namespace flow::pipeline
