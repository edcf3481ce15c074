#include "test/unit/runtime/frame/exec/ReferenceAggregate.h"

#include <algorithm>
#include <cmath>

namespace flow::frame::test {

namespace {

const RowSpec kRow = {{"n", type(ColumnKind::I64, true)},  {"s", type(ColumnKind::Str, true)},
                      {"f", type(ColumnKind::F64, true)},  {"i", type(ColumnKind::I32)},
                      {"b", type(ColumnKind::Bool, true)}, {"d", decimal(30, 2, true)},
                      {"u", type(ColumnKind::U8, true)},   {"g", type(ColumnKind::F32)},
                      {"t", type(ColumnKind::Str)},        {"place", type(ColumnKind::I64)}};

/// -1, 0, 1; nulls and NaN aside.
int compare(const Value &a, const Value &b) { return a < b ? -1 : b < a ? 1 : 0; }
bool isNan(const Value &value) {
  return std::holds_alternative<double>(value) && std::isnan(std::get<double>(value));
}

bool comesBefore(const Row &a, const Row &b, const std::vector<abi::SortKey> &keys) {
  for (const abi::SortKey &key : keys) {
    const Value &x = a[key.column], &y = b[key.column];
    const bool xNull = x.index() == 0, yNull = y.index() == 0;
    if (xNull != yNull) return xNull == key.nullsFirst;
    if (xNull) continue;
    if (isNan(x) != isNan(y)) return isNan(y); // last in both directions
    if (isNan(x)) continue;
    if (int order = compare(x, y); order != 0) return key.descending ? order > 0 : order < 0;
  }
  return false;
}

void check(const std::vector<Row> &rows, const std::vector<abi::SortKey> &keys,
           std::optional<uint64_t> limit = {}, std::vector<uint32_t> chunks = {300, 77}) {
  SCOPED_TRACE(testing::Message() << keys.size() << " keys, first " << keys[0].column
                                  << (keys[0].descending ? " desc" : "")
                                  << (keys[0].nullsFirst ? " nulls first" : "") << ", limit "
                                  << (limit ? std::to_string(*limit) : "none"));
  std::vector<Row> expected = rows;
  std::sort(expected.begin(), expected.end(), [&](const Row &a, const Row &b) {
    if (comesBefore(a, b, keys)) return true;
    if (comesBefore(b, a, keys)) return false;
    return a.back() < b.back();
  });
  if (limit && *limit < expected.size()) expected.resize(*limit);
  PlanRun run;
  abi::SortSink sink;
  sink.keys = keys;
  sink.limit = limit;
  sink.table = run.table(kRow);
  run.plan.pipelines.push_back({run.input(kRow, rows, chunks), {}, sink});
  EXPECT_TRUE(areClose(rowsOf(run.runAll()), expected));
}

std::vector<Row> makeRows(uint32_t seed, uint32_t count, uint32_t distinct) {
  RandomValues random(seed);
  std::vector<Row> rows = random.rows(kRow, count, distinct);
  for (size_t row = 0; row < rows.size(); ++row) rows[row].back() = int64_t(row);
  return rows;
}

TEST(Sort, KeysOfEachKind) {
  std::vector<Row> rows = makeRows(1, 1500, 300);
  for (uint32_t column = 0; column + 1 < kRow.size(); ++column) {
    for (bool descending : {false, true}) {
      for (bool nullsFirst : {false, true}) check(rows, {{column, descending, nullsFirst}});
    }
  }
}

TEST(Sort, SeveralKeys) {
  std::vector<Row> rows = makeRows(2, 2000, 6);
  check(rows, {{4, false, false}, {1, true, false}, {3, false, false}});
  check(rows, {{1, false, true}, {8, true, false}, {0, true, true}});
  check(rows, {{3, true, false}, {2, false, false}, {5, true, false}, {1, false, false}});
  check(rows, {{6, false, false}, {7, true, false}});
}

TEST(Sort, FirstRows) {
  std::vector<Row> rows = makeRows(3, 6000, 50);
  for (uint64_t limit : {0ul, 1ul, 10ul, 900ul, 5999ul, 7000ul, 20000ul}) {
    check(rows, {{1, false, false}, {0, true, false}}, limit);
    check(rows, {{2, true, false}}, limit);
  }
}

/// Enough rows for many buckets, in orders that are hard on them.
TEST(Sort, ManyRows) {
  const RowSpec row = {
      {"k", type(ColumnKind::I64, true)}, {"f", type(ColumnKind::F64)}, {"place", type(ColumnKind::I64)}};
  for (int shape = 0; shape < 5; ++shape) {
    std::mt19937_64 random(shape);
    std::vector<Row> rows;
    for (int64_t index = 0; index < 120000; ++index) {
      Value key = int64_t(random() % 1000000);
      if (shape == 1) key = index;                                                       // sorted
      if (shape == 2) key = -index;                                                      // reversed
      if (shape == 3) key = int64_t(5);                                                  // all equal
      if (shape == 4) key = random() % 10 == 0 ? Value() : Value(int64_t(random() % 3)); // few values
      rows.push_back({key, static_cast<double>(random() % 1000) / 8, index});
    }
    std::vector<abi::SortKey> keys = {{0, false, false}, {1, true, false}};
    std::vector<Row> expected = rows;
    std::sort(expected.begin(), expected.end(), [&](const Row &a, const Row &b) {
      if (comesBefore(a, b, keys)) return true;
      if (comesBefore(b, a, keys)) return false;
      return a.back() < b.back();
    });
    PlanRun run;
    abi::SortSink sink;
    sink.keys = keys;
    sink.table = run.table(row);
    run.plan.pipelines.push_back({run.input(row, rows, {65536, 5000}), {}, sink});
    for (unsigned threads : {1u, 3u}) {
      Result<Table> table = run.run(threads, 1024);
      ASSERT_TRUE(table.ok());
      EXPECT_TRUE(areClose(rowsOf(*table), expected)) << "shape " << shape;
    }
  }
}

/// Texts that differ late, or only by their length, or not at all, and further keys behind them.
TEST(Sort, TextsThatBeginAlike) {
  std::vector<Row> rows = makeRows(5, 3000, 40);
  RandomValues random(6);
  for (Row &row : rows) {
    std::string text(random.below(3) * 40, 'x');
    for (uint32_t part = random.below(6); part > 0; --part) text += random.below(4) ? "0123456" : "0123457";
    row[8] = "all of them begin like this, " + text.substr(0, random.below(90));
    if (row[1].index() != 0) row[1] = text;
  }
  for (bool descending : {false, true}) {
    check(rows, {{8, descending, false}});
    check(rows, {{1, descending, descending}, {3, false, false}, {8, descending, false}});
  }
  for (Row &row : rows) row[8] = std::string("short ") + static_cast<char>('a' + random.below(20));
  check(rows, {{8, false, false}});
  check(rows, {{8, true, false}}, 700);
}

TEST(Sort, ExtremeIntegers) {
  std::vector<Row> rows = makeRows(4, 40, 5);
  int64_t extremes[] = {INT64_MIN, INT64_MAX, 0, -1, 1};
  for (size_t row = 0; row < rows.size(); ++row)
    rows[row][0] = row % 7 == 0 ? Value() : Value(extremes[row % 5]);
  for (bool descending : {false, true}) {
    for (bool nullsFirst : {false, true}) {
      check(rows, {{0, descending, nullsFirst}, {3, false, false}}, {}, {11});
      check(rows, {{0, descending, nullsFirst}, {3, false, false}}, 13, {11});
    }
  }
  for (Row &row : rows) row[0] = Value();
  check(rows, {{0, false, false}, {3, false, false}}, {}, {11});
  check({}, {{0, false, false}});
}

} // namespace

} // namespace flow::frame::test
