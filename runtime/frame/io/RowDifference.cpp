#include "runtime/frame/io/RowDifference.h"

#include <algorithm>

namespace flow::frame {

static std::string columnText(const abi::RowSpec &row, size_t index) {
  if (index >= row.size()) return "no column";
  return "`" + row[index].name + ": " + abi::typeText(row[index].type) + "`";
}

static bool isAlike(const abi::RowSpec &expected, const abi::RowSpec &actual, size_t index) {
  if (index >= expected.size() || index >= actual.size()) return false;
  abi::ColumnSpec column = actual[index];
  column.type.nullable |= expected[index].type.nullable;
  return column == expected[index];
}

std::vector<std::string> rowDifferences(const abi::RowSpec &expected, const abi::RowSpec &actual) {
  constexpr size_t kShownColumns = 8;
  std::vector<std::string> lines;
  size_t differences = 0;
  for (size_t index = 0; index < std::max(expected.size(), actual.size()); ++index) {
    if (isAlike(expected, actual, index) || ++differences > kShownColumns) continue;
    lines.push_back("column " + std::to_string(index + 1) + ": expected " + columnText(expected, index) +
                    ", the file has " + columnText(actual, index));
  }
  if (differences > kShownColumns)
    lines.push_back("and " + std::to_string(differences - kShownColumns) + " more");
  return lines;
}

} // namespace flow::frame
