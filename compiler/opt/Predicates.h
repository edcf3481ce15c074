#pragma once
// Cuts a predicate into terms that may be tested apart from it.
//
// `and(a, b)` of a filter drops a row when either is false, so terms may be tested earlier and in any order -
// unless a row would then fail that does not, or not fail that does. A term may move when
//  - computing it cannot fail and does nothing else, and
//  - dropping rows by it keeps no operation of the predicate from failing: each that may fail has a guard
//  from which the
//    term follows (`.a != 0 and 10 div .a > 2`: the division is done only where the first term holds).

#include "compiler/ir/Plan.h"

namespace flow::opt {

/// All terms of the predicate that may move, with the value in the predicate that each is.
struct Term {
  ir::ValueId value = ir::kNoValue;
  ir::RowFunction function;
};
std::vector<Term> movableTerms(const ir::RowFunction &predicate, const ir::Module &module);
/// The predicate without some of its terms, given that they hold; nothing when it is then always true.
std::optional<ir::RowFunction> without(const ir::RowFunction &predicate,
                                       const std::vector<ir::ValueId> &terms, const ir::Module &module);

} // namespace flow::opt
