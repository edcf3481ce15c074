#pragma once
// Which values a list of patterns leaves out, and whether a pattern takes any value that the ones before it leave
// (Maranget, Warnings for pattern matching, 2007). Patterns form a matrix, one row per arm; a column is taken apart by
// the constructors of its type: presence, fields, lengths of lists, ranges of integers.

#include "compiler/sema/patterns/PatternTree.h"

#include <string>

namespace flow::sema {

/// Values that no pattern takes, as patterns in Flow's words.
struct Missing {
  std::vector<std::string> patterns; ///< at most kMaxMissing
  bool isExample = false;            ///< some value stands for others: `1` for all other numbers

  bool isUnknown = false; ///< the cases were too many to go through, and none was found so far

  bool empty() const { return patterns.empty() && !isUnknown; }
};
constexpr size_t kMaxMissing = 10;

/// What the rows leave out; each is the pattern of an arm without a guard.
Missing missingPatterns(const std::vector<const tree::Pattern *> &rows, const types::Type *type);
/// Whether some value that no row takes is taken by the pattern; true when the cases are too many to know.
bool isReachable(const std::vector<const tree::Pattern *> &rows, const tree::Pattern &pattern);

} // namespace flow::sema
