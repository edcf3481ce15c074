#include "test/unit/runtime/frame/exec/ReferenceAggregate.h"

namespace flow::frame::test {

namespace {

const RowSpec kRow = {{"n", type(ColumnKind::I64, true)},
                      {"s", type(ColumnKind::Str, true)},
                      {"f", type(ColumnKind::F64, true)},
                      {"place", type(ColumnKind::I64)}};

void check(const std::vector<Row> &rows, const RowSpec &row, std::vector<uint32_t> keys,
           std::vector<uint32_t> chunks) {
  abi::AggregateSink grouping; // the first row of each group: its place is an aggregate
  grouping.keys = keys;
  if (grouping.keys.empty()) {
    for (uint32_t column = 0; column < row.size(); ++column) grouping.keys.push_back(column);
  }
  const auto place = static_cast<uint32_t>(row.size() - 1);
  grouping.aggregates = {{abi::AggregateKind::First, place, {}, 0, row[place].type, 0}};
  std::vector<Row> expected;
  for (const Row &group : referenceGroups(rows, row, grouping)) {
    for (const Row &one : rows) {
      bool isSame = one[place] == group.back();
      for (size_t key = 0; isSame && key < grouping.keys.size(); ++key) {
        isSame = show(one[grouping.keys[key]]) == show(group[key]);
      }
      if (!isSame) continue;
      expected.push_back(one);
      break;
    }
  }
  PlanRun run;
  abi::DistinctSink sink;
  sink.keys = keys;
  sink.table = run.table(row);
  run.plan.pipelines.push_back({run.input(row, rows, chunks), {}, sink});
  EXPECT_TRUE(areClose(rowsOf(run.runAll()), expected));
}

TEST(Distinct, FirstRowsOfKeys) {
  RandomValues random(1);
  std::vector<Row> rows = random.rows(kRow, 1500, 40);
  for (size_t row = 0; row < rows.size(); ++row) rows[row].back() = int64_t(row);
  for (std::vector<uint32_t> keys : {std::vector<uint32_t>{0}, {1}, {2}, {0, 1}, {2, 0}, {1, 2, 0}}) {
    check(rows, kRow, keys, {200, 33});
  }
  check({}, kRow, {0}, {5});
}

TEST(Distinct, AllColumns) {
  RandomValues random(2);
  const RowSpec row = {kRow[1], kRow[0]};
  check(random.rows(row, 1500, 6), row, {}, {200, 33});
}

/// Both zeros are one key.
static std::string keyText(const Value &value) {
  const auto *number = std::get_if<double>(&value);
  return number && *number == 0 ? "zero" : show(value);
}

TEST(Distinct, LastRowsOfKeys) {
  RandomValues random(3);
  std::vector<Row> rows = random.rows(kRow, 1500, 40);
  for (size_t row = 0; row < rows.size(); ++row) rows[row].back() = int64_t(row);
  for (std::vector<uint32_t> keys : {std::vector<uint32_t>{0}, {1}, {2, 0}, {}}) {
    std::vector<Row> expected;
    for (size_t row = 0; row < rows.size(); ++row) {
      bool comesAgain = false;
      for (size_t later = row + 1; later < rows.size() && !comesAgain; ++later) {
        comesAgain = !keys.empty(); // all columns together are different in each row
        for (uint32_t key : keys) comesAgain = comesAgain && keyText(rows[row][key]) == keyText(rows[later][key]);
      }
      if (!comesAgain) expected.push_back(rows[row]);
    }
    PlanRun run;
    abi::DistinctSink sink{run.table(kRow), keys, true};
    run.plan.pipelines.push_back({run.input(kRow, rows, {200, 33}), {}, sink});
    EXPECT_TRUE(areClose(rowsOf(run.runAll()), expected));
  }
}

/// Kept rows do not pile up: a segment's rows are let go when their keys turn out to be known.
TEST(Distinct, KnownRowsAreLetGo) {
  const RowSpec row = {{"n", type(ColumnKind::I64)}};
  std::vector<Row> rows;
  for (int64_t index = 0; index < 400000; ++index) rows.push_back({index % 20000 * 1000});
  PlanRun run;
  abi::DistinctSink sink;
  sink.table = run.table(row);
  run.plan.pipelines.push_back({run.input(row, rows, {20000}), {}, sink});
  MemoryPool memory;
  Result<Table> table = run.run(1, 1024, &memory);
  ASSERT_TRUE(table.ok());
  ASSERT_EQ(table->rows(), 20000u);
  for (int64_t index = 0; const Row &one : rowsOf(*table)) EXPECT_EQ(one, Row{index++ * 1000});
  EXPECT_LT(memory.peakBytes(), 12u << 20);
}

} // namespace

} // namespace flow::frame::test
