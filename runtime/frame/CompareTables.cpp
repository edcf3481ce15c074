#include "runtime/frame/CompareTables.h"

#include "runtime/abi/Check.h"
#include "runtime/frame/ValueText.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <type_traits>

namespace flow::frame {

namespace {

constexpr size_t kShownRows = 5;

template <typename T> int orderOf(const T &a, const T &b) {
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(a) || std::isnan(b)) return static_cast<int>(std::isnan(a)) - static_cast<int>(std::isnan(b));
  }
  if constexpr (std::is_same_v<T, StringView>) {
    int order = a.view().compare(b.view());
    return (order > 0) - (order < 0);
  } else {
    return (b < a) - (a < b);
  }
}

/// Rows by their number, whatever chunk they lie in.
class Rows {
public:
  explicit Rows(const Table &table) : table_(table) {
    for (const Chunk &chunk : table.chunks) {
      begins_.push_back(count_);
      count_ += chunk.rows;
    }
  }

  uint64_t count() const { return count_; }
  /// The column's view in which the row is the first.
  ColumnView at(uint64_t row, size_t column) const {
    size_t chunk = static_cast<size_t>(std::ranges::upper_bound(begins_, row) - begins_.begin()) - 1;
    while (table_.chunks[chunk].rows == 0) --chunk; // of those that begin there the last one has rows
    return table_.chunks[chunk].columns[column].view(row - begins_[chunk]);
  }
  std::string valueText(uint64_t row, size_t column) const { return frame::valueText(at(row, column), 0); }
  /// "(id: 1, fare: 2.5)"
  std::string text(uint64_t row) const {
    std::string text = "(";
    for (size_t i = 0; i < table_.row.size(); ++i)
      text += (i ? ", " : "") + table_.row[i].name + ": " + valueText(row, i);
    return text + ")";
  }

private:
  const Table &table_;
  std::vector<uint64_t> begins_; ///< by chunk
  uint64_t count_ = 0;
};

class Comparison {
public:
  Comparison(const Table &left, const Table &right, const CompareOptions &options)
      : left_(left), right_(right), row_(left.row), options_(options) {}

  std::optional<TableDifference> inOrder();
  std::optional<TableDifference> inAnyOrder();

private:
  /// Nulls last.
  int orderOfCells(const ColumnView &a, const ColumnView &b) const;
  bool areEqual(const ColumnView &a, const ColumnView &b) const;
  bool areEqual(uint64_t left, uint64_t right) const;
  /// Floats count last, so that a tolerance changes the order as little as can be.
  int orderOfRows(const Rows &a, uint64_t left, const Rows &b, uint64_t right) const;
  std::vector<uint64_t> sorted(const Rows &rows) const;
  void pairNear(std::vector<uint64_t> &left, std::vector<uint64_t> &right) const;

  Rows left_, right_;
  const RowSpec &row_;
  CompareOptions options_;
};

int Comparison::orderOfCells(const ColumnView &a, const ColumnView &b) const {
  if (!a.isValid(0) || !b.isValid(0)) return static_cast<int>(b.isValid(0)) - static_cast<int>(a.isValid(0));
  switch (a.type.kind) {
#define FLOW_COLUMN_KIND(Name, Text, Bytes, CppType)                                                                   \
  case ColumnKind::Name: return orderOf(*a.as<CppType>(), *b.as<CppType>());
#include "runtime/abi/ColumnKinds.def"
  }
  FLOW_UNREACHABLE();
}

bool isFloat(const ColumnType &type) { return type.kind == ColumnKind::F32 || type.kind == ColumnKind::F64; }

bool Comparison::areEqual(const ColumnView &a, const ColumnView &b) const {
  if (orderOfCells(a, b) == 0) return true;
  if (!isFloat(a.type) || options_.tolerance == 0 || !a.isValid(0) || !b.isValid(0)) return false;
  auto number = [](const ColumnView &cell) {
    return cell.type.kind == ColumnKind::F32 ? double{*cell.as<float>()} : *cell.as<double>();
  };
  return std::abs(number(a) - number(b)) <= options_.tolerance; // false for NaN
}

bool Comparison::areEqual(uint64_t left, uint64_t right) const {
  for (size_t i = 0; i < row_.size(); ++i)
    if (!areEqual(left_.at(left, i), right_.at(right, i))) return false;
  return true;
}

std::string counted(uint64_t count, const char *what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::optional<TableDifference> Comparison::inOrder() {
  TableDifference difference;
  uint64_t differing = 0, common = std::min(left_.count(), right_.count());
  for (uint64_t row = 0; row < common; ++row) {
    if (areEqual(row, row) || differing++ >= kShownRows) continue;
    std::string values;
    for (size_t i = 0; i < row_.size(); ++i)
      if (!areEqual(left_.at(row, i), right_.at(row, i)))
        values += (values.empty() ? "`" : ", `") + row_[i].name + "` is " + left_.valueText(row, i) + " and " +
                  right_.valueText(row, i);
    difference.notes.push_back("row " + std::to_string(row) + ": " + values);
  }
  bool isLonger = left_.count() > common;
  const Rows &longer = isLonger ? left_ : right_;
  for (uint64_t row = common; row < longer.count() && difference.notes.size() < kShownRows; ++row)
    difference.notes.push_back("row " + std::to_string(row) + " is only in the " + (isLonger ? "first" : "second") +
                               ": " + longer.text(row));
  uint64_t all = differing + longer.count() - common;
  if (all == 0) return std::nullopt;
  if (all > difference.notes.size())
    difference.notes.push_back("and " + counted(all - difference.notes.size(), "row") + " more");
  difference.message = "the frames are not equal: ";
  if (left_.count() != right_.count())
    difference.message += "the first has " + counted(left_.count(), "row") + ", the second " +
                          std::to_string(right_.count()) + (differing ? ", and " : "");
  if (differing)
    difference.message +=
        std::to_string(differing) + " of " + counted(common, "row") + (differing == 1 ? " differs" : " differ");
  return difference;
}

int Comparison::orderOfRows(const Rows &a, uint64_t left, const Rows &b, uint64_t right) const {
  for (bool ofFloats : {false, true})
    for (size_t i = 0; i < row_.size(); ++i)
      if (isFloat(row_[i].type) == ofFloats)
        if (int order = orderOfCells(a.at(left, i), b.at(right, i))) return order;
  return 0;
}

std::vector<uint64_t> Comparison::sorted(const Rows &rows) const {
  std::vector<uint64_t> order(rows.count());
  std::iota(order.begin(), order.end(), uint64_t{0});
  std::ranges::sort(order, [&](uint64_t a, uint64_t b) {
    int byCells = orderOfRows(rows, a, rows, b);
    return byCells != 0 ? byCells < 0 : a < b;
  });
  return order;
}

/// Takes out rows that are equal but for the tolerance, which may have sorted them apart.
void Comparison::pairNear(std::vector<uint64_t> &left, std::vector<uint64_t> &right) const {
  std::erase_if(left, [&](uint64_t row) {
    auto near = std::ranges::find_if(right, [&](uint64_t other) { return areEqual(row, other); });
    if (near == right.end()) return false;
    right.erase(near);
    return true;
  });
}

std::optional<TableDifference> Comparison::inAnyOrder() {
  std::vector<uint64_t> left = sorted(left_), right = sorted(right_), onlyLeft, onlyRight;
  size_t i = 0, j = 0;
  while (i < left.size() || j < right.size()) {
    if (i < left.size() && j < right.size() && areEqual(left[i], right[j])) {
      ++i, ++j;
      continue;
    }
    bool takesLeft = j == right.size() || (i < left.size() && orderOfRows(left_, left[i], right_, right[j]) < 0);
    if (takesLeft)
      onlyLeft.push_back(left[i++]);
    else
      onlyRight.push_back(right[j++]);
  }
  constexpr size_t kMostPairs = 4'000'000; // the time to look at them
  if (options_.tolerance > 0 && onlyLeft.size() * onlyRight.size() <= kMostPairs) pairNear(onlyLeft, onlyRight);
  if (onlyLeft.empty() && onlyRight.empty()) return std::nullopt;
  TableDifference difference;
  difference.message = "the frames are not equal in any order: ";
  auto add = [&](std::vector<uint64_t> &only, const Rows &rows, const char *which) {
    if (only.empty()) return;
    difference.message += (&only == &onlyRight && !onlyLeft.empty() ? ", " : "") + counted(only.size(), "row") +
                          (only.size() == 1 ? " is" : " are") + " only in the " + which;
    std::ranges::sort(only);
    for (size_t row = 0; row < std::min(only.size(), kShownRows); ++row)
      difference.notes.push_back(std::string("only in the ") + which + ": row " + std::to_string(only[row]) + ", " +
                                 rows.text(only[row]));
    if (only.size() > kShownRows)
      difference.notes.push_back("and " + counted(only.size() - kShownRows, "row") + " more only in the " + which);
  };
  add(onlyLeft, left_, "first");
  add(onlyRight, right_, "second");
  return difference;
}

} // namespace

std::optional<TableDifference> compareTables(const Table &left, const Table &right, const CompareOptions &options) {
  FLOW_CHECK_EQ(left.row.size(), right.row.size(), "tables of like columns");
  Comparison comparison(left, right, options);
  return options.ignoreOrder ? comparison.inAnyOrder() : comparison.inOrder();
}

} // namespace flow::frame
