#pragma once
// Whether two tables have the same rows, and if not, where they differ: for `assert_frames_equal`.

#include "runtime/frame/Column.h"

#include <optional>
#include <string>
#include <vector>

namespace flow::frame {

struct CompareOptions {
  bool ignoreOrder = false; ///< the rows may stand in any order
  double tolerance = 0;     ///< floats may differ by that much
};

/// In words.
struct TableDifference {
  std::string message;
  std::vector<std::string> notes; ///< a row each, the first ones
};

/// The columns have the same names and types, but for nulls. Two nulls are equal, and so are two NaN.
std::optional<TableDifference> compareTables(const Table &left, const Table &right, const CompareOptions &options);

} // namespace flow::frame
