#pragma once
// How two rows differ, for failures that say so.

#include "runtime/abi/ColumnType.h"

#include <string>
#include <vector>

namespace flow::frame {

/// A line for each column that differs, at most eight and how many more: "column 2: expected `a: i64`, the
/// file has `b: str`". Empty when the rows are equal. Types that differ only in being optional are alike
/// where the expected one is.
std::vector<std::string> rowDifferences(const abi::RowSpec &expected, const abi::RowSpec &actual);

} // namespace flow::frame
