#pragma once
// Looking through typed expressions without caring what they are.

#include "compiler/sema/Tree.h"

#include <functional>
#include <set>

namespace flow::lower {

/// Calls `visit` for each direct operand of the expression (statements of blocks included, verbs' expressions
/// not).
void forEachChild(const tree::Expr &expr, const std::function<void(const tree::Expr &)> &visit);

/// What an expression over a row reads.
struct Reads {
  std::vector<std::pair<uint32_t, uint32_t>> columns; ///< (side, index), in order of first use
  std::vector<const tree::Local *> locals; ///< bound outside of the expression, in order of first use
};
Reads readsOf(const tree::Expr &expr);

/// Whether it is a constant that is worth to be computed once (ir::Function::keptAs); others are cheap, and better
/// known where they are used.
bool isKept(const tree::Local &local);

/// Whether the expression can be evaluated without branches, under a guard.
bool isStraight(const tree::Expr &expr);

} // namespace flow::lower
