#include "runtime/frame/CompareTables.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flow::frame {

namespace {

MemoryPool pool;
constexpr double kNull = -1;

/// A table of an id and a number, which is null where it is kNull; in chunks of so many rows.
Table tableOf(const std::vector<std::pair<int64_t, double>> &rows, size_t chunkRows = 100) {
  RowSpec row = {{"id", {ColumnKind::I64, 0, 0, false}}, {"x", {ColumnKind::F64, 0, 0, true}}};
  Table table{row, {}};
  for (size_t begin = 0; begin < rows.size(); begin += chunkRows) {
    std::vector<int64_t> ids;
    std::vector<double> numbers;
    std::vector<uint8_t> valid;
    for (size_t i = begin; i < std::min(rows.size(), begin + chunkRows); ++i) {
      ids.push_back(rows[i].first);
      valid.push_back(rows[i].second != kNull);
      numbers.push_back(valid.back() ? rows[i].second : 0);
    }
    TableBuilder builder(row, pool);
    EXPECT_TRUE(builder
                    .append({static_cast<uint32_t>(ids.size()),
                             {{row[0].type, ids.data(), nullptr}, {row[1].type, numbers.data(), valid.data()}},
                             nullptr})
                    .ok());
    Table part = std::move(*builder.finish());
    for (Chunk &chunk : part.chunks) table.chunks.push_back(std::move(chunk));
  }
  return table;
}

/// The message and the notes, a line each; empty when the tables are equal.
std::string difference(const Table &left, const Table &right, CompareOptions options = {}) {
  std::optional<TableDifference> found = compareTables(left, right, options);
  if (!found) return "";
  std::string text = found->message;
  for (const std::string &note : found->notes) text += "\n" + note;
  return text;
}

} // namespace

TEST(CompareTables, ChunksDoNotMatter) {
  std::vector<std::pair<int64_t, double>> rows = {{1, 1.5}, {2, kNull}, {3, std::nan("")}};
  EXPECT_EQ(difference(tableOf(rows, 1), tableOf(rows, 2)), "");
  EXPECT_EQ(difference(tableOf({}), tableOf({})), "");
}

TEST(CompareTables, NamesTheCellsThatDiffer) {
  EXPECT_EQ(difference(tableOf({{1, 1.5}, {2, 2.0}, {3, kNull}}), tableOf({{1, 1.5}, {5, 2.5}, {3, 0.0}}, 2)),
            "the frames are not equal: 2 of 3 rows differ\n"
            "row 1: `id` is 2 and 5, `x` is 2.0 and 2.5\n"
            "row 2: `x` is null and 0.0");
}

TEST(CompareTables, OneIsLonger) {
  EXPECT_EQ(difference(tableOf({{1, 1.0}}), tableOf({{1, 1.0}, {2, kNull}})),
            "the frames are not equal: the first has 1 row, the second 2\n"
            "row 1 is only in the second: (id: 2, x: null)");
}

TEST(CompareTables, ShowsTheFirstRowsOnly) {
  std::vector<std::pair<int64_t, double>> left, right;
  for (int64_t i = 0; i < 10; ++i) {
    left.emplace_back(i, 1.0);
    right.emplace_back(i + 1, 1.0);
  }
  std::string text = difference(tableOf(left), tableOf(right));
  EXPECT_NE(text.find("row 4: `id` is 4 and 5\nand 5 rows more"), std::string::npos) << text;
  EXPECT_EQ(text.find("row 5"), std::string::npos);
}

TEST(CompareTables, AnyOrderCountsEqualRows) {
  CompareOptions any{true, 0};
  EXPECT_EQ(difference(tableOf({{1, 1.0}, {2, 2.0}, {1, 1.0}}), tableOf({{1, 1.0}, {1, 1.0}, {2, 2.0}}), any), "");
  EXPECT_EQ(difference(tableOf({{1, 1.0}, {2, 2.0}, {1, 1.0}}), tableOf({{2, 2.0}, {1, 1.0}, {2, 2.0}}), any),
            "the frames are not equal in any order: 1 row is only in the first, 1 row is only in the second\n"
            "only in the first: row 2, (id: 1, x: 1.0)\n"
            "only in the second: row 2, (id: 2, x: 2.0)");
}

TEST(CompareTables, FloatsWithinTheTolerance) {
  EXPECT_EQ(difference(tableOf({{1, 1.0}}), tableOf({{1, 1.001}}), {false, 0.01}), "");
  EXPECT_NE(difference(tableOf({{1, 1.0}}), tableOf({{1, 1.1}}), {false, 0.01}), "");
  EXPECT_NE(difference(tableOf({{1, std::nan("")}}), tableOf({{1, 1.0}}), {false, 0.01}), "");
}

TEST(CompareTables, ToleranceInAnyOrder) {
  Table left = tableOf({{1, 1.00}, {1, 1.02}, {1, 1.04}}), right = tableOf({{1, 1.05}, {1, 1.01}, {1, 1.03}});
  EXPECT_EQ(difference(left, right, {true, 0.011}), "");
}

} // namespace flow::frame
