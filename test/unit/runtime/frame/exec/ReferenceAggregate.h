#pragma once
// Aggregates as plainly as they can be computed, to compare the operators with.

#include "test/unit/runtime/frame/exec/PlanTest.h"

namespace flow::frame::test {

/// Groups by the key columns, in order of first appearance; keys, then aggregates. Floats as they come out of
/// plain sums.
std::vector<Row> referenceGroups(const std::vector<Row> &rows, const RowSpec &row,
                                 const abi::AggregateSink &spec);

/// Whether rows are the same, floats up to rounding.
testing::AssertionResult areClose(const std::vector<Row> &actual, const std::vector<Row> &expected);

} // namespace flow::frame::test
