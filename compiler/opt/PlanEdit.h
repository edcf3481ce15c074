#pragma once
// What passes over plans share: how often a node is used, and putting nodes in the place of others.

#include "compiler/ir/Plan.h"

#include <unordered_map>

namespace flow::opt {

/// How many inputs (and the root) name a node. Nodes made since have one user; other changes have to be told.
class UserCounts {
public:
  explicit UserCounts(const ir::PlanGraph &plan);
  /// Only then may a node be changed for the sake of its user.
  bool isOnlyOne(const ir::PlanNode *node) const { return of(node) == 1; }
  void add(const ir::PlanNode *node) { set(node, of(node) + 1); }
  void remove(const ir::PlanNode *node) { set(node, of(node) - 1); }
  /// The node goes: `input`, which it read, takes its place.
  void passUsers(const ir::PlanNode *node, const ir::PlanNode *input) {
    set(input, of(input) - 1 + of(node));
  }
  /// The two change places: the node's users read the input, and that reads the node.
  void swap(const ir::PlanNode *node, const ir::PlanNode *input) {
    passUsers(node, input);
    set(node, 1);
  }

private:
  size_t of(const ir::PlanNode *node) const {
    auto found = counts_.find(node);
    return found == counts_.end() ? 1 : found->second;
  }
  void set(const ir::PlanNode *node, size_t count) { counts_[node] = count; }

  std::unordered_map<const ir::PlanNode *, size_t> counts_;
};

/// Nodes that others stand for; applied to users in the order of PlanGraph::reachable(), at once or one by
/// one.
class NodeReplacement {
public:
  void replace(const ir::PlanNode *node, ir::PlanNode *by) { by_[node] = by; }
  ir::PlanNode *resolve(ir::PlanNode *node) const {
    for (auto found = by_.find(node); found != by_.end(); found = by_.find(node)) node = found->second;
    return node;
  }
  void applyToInputs(ir::PlanNode &node) const {
    for (ir::PlanNode *&input : node.inputs) input = resolve(input);
  }
  /// To all nodes that the root reaches, and the root.
  void apply(ir::PlanGraph &plan) const;

private:
  std::unordered_map<const ir::PlanNode *, ir::PlanNode *> by_;
};

/// Gives the node the row that its rule says.
void retype(ir::PlanNode &node, const ir::PlanGraph &plan);

/// Whether the aggregate, over that input, may fail: sums of what is kept as an integer are checked.
bool mayOverflow(const ir::AggregateField &field, const ir::PlanNode &input);

/// A column of the input passed on under its own name.
ir::ProjectField passOn(const ir::PlanNode &input, uint32_t column);

} // namespace flow::opt
