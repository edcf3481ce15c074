#pragma once
// The typing rule of every operator of Plan IR: what its payload must be, given the rows of the inputs, and
// the row that follows. PlanGraph::add and PlanParser compute rows by it, PlanVerifier compares.

#include "compiler/ir/Plan.h"

namespace flow::ir {

struct PlanTyping {
  const Type *row = nullptr; ///< null when there is a problem
  std::string problem;
};

/// Of the node's payload and inputs; its own row is not looked at.
PlanTyping typeNode(const PlanNode &node, const CaptureList &captures, types::TypeContext &context);

/// What is wrong with a row function over these inputs that must give `result` (null: any column type); its
/// body is not verified here.
std::string checkRowFunction(const RowFunction &function, const std::vector<PlanNode *> &inputs,
                             const CaptureList &captures, const Type *result);

} // namespace flow::ir
