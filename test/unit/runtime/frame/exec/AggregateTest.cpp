#include "test/unit/runtime/frame/exec/ReferenceAggregate.h"

#include <cmath>

namespace flow::frame::test {

namespace {

using abi::AggregateKind;

// Columns: small, wide, text, real, flag, decimal, date
const RowSpec kRow = {{"small", type(ColumnKind::I32, true)}, {"wide", type(ColumnKind::I64)},
                      {"text", type(ColumnKind::Str, true)},  {"real", type(ColumnKind::F64, true)},
                      {"flag", type(ColumnKind::Bool, true)}, {"money", decimal(12, 2, true)},
                      {"day", type(ColumnKind::Date)},        {"big", decimal(30, 3)},
                      {"byte", type(ColumnKind::U8)},         {"float", type(ColumnKind::F32)}};

ColumnType resultType(AggregateKind kind, const ColumnType &argument) {
  switch (kind) {
  case AggregateKind::Count:
  case AggregateKind::CountValid:
  case AggregateKind::CountDistinct: return type(ColumnKind::I64);
  case AggregateKind::Sum:
    if (argument.kind == ColumnKind::F64 || argument.kind == ColumnKind::F32) return type(ColumnKind::F64);
    if (argument.precision) return decimal(38, argument.scale);
    return type(ColumnKind::I64);
  case AggregateKind::Mean:
  case AggregateKind::Std:
  case AggregateKind::Var:
  case AggregateKind::Quantile: return type(ColumnKind::F64, true);
  case AggregateKind::Any:
  case AggregateKind::All: return type(ColumnKind::Bool, true);
  default: {
    ColumnType result = argument;
    result.nullable = true;
    return result;
  }
  }
}

/// Adds an aggregate and its column.
void add(abi::AggregateSink &sink, RowSpec &result, AggregateKind kind, std::optional<uint32_t> argument,
         std::optional<uint32_t> where = {}, double parameter = 0) {
  abi::AggregateSpec spec;
  spec.kind = kind;
  spec.argument = argument;
  spec.where = where;
  spec.parameter = parameter;
  spec.result = resultType(kind, argument ? kRow[*argument].type : ColumnType());
  spec.site = 1;
  sink.aggregates.push_back(spec);
  result.push_back({"a" + std::to_string(result.size()), spec.result});
}

/// Every aggregate on every column that it takes, with and without `where:`.
void addAll(abi::AggregateSink &sink, RowSpec &result) {
  add(sink, result, AggregateKind::Count, {});
  add(sink, result, AggregateKind::Count, {}, 4);
  for (uint32_t column = 0; column < kRow.size(); ++column) {
    const bool isText = kRow[column].type.kind == ColumnKind::Str,
               isBool = kRow[column].type.kind == ColumnKind::Bool;
    const bool isDate = kRow[column].type.kind == ColumnKind::Date;
    for (AggregateKind kind : {AggregateKind::CountValid, AggregateKind::CountDistinct, AggregateKind::Min,
                               AggregateKind::Max, AggregateKind::First, AggregateKind::Last}) {
      add(sink, result, kind, column);
      add(sink, result, kind, column, 4);
    }
    if (isBool) {
      add(sink, result, AggregateKind::Any, column);
      add(sink, result, AggregateKind::All, column, 4);
    }
    if (isText || isBool || isDate || column == 1) continue; // column 1 has extreme values
    for (AggregateKind kind :
         {AggregateKind::Sum, AggregateKind::Mean, AggregateKind::Std, AggregateKind::Var}) {
      add(sink, result, kind, column);
      add(sink, result, kind, column, 4);
    }
    for (double q : {0.0, 0.25, 0.5, 0.9, 1.0}) add(sink, result, AggregateKind::Quantile, column, {}, q);
    add(sink, result, AggregateKind::Quantile, column, 4, 0.5);
  }
}

std::vector<Row> finiteRows(RandomValues &random, uint32_t count, uint32_t distinct) {
  std::vector<Row> rows = random.rows(kRow, count, distinct);
  // Infinities make sums NaN, which says little; NaN stays.
  for (Row &row : rows) {
    if (const auto *real = std::get_if<double>(&row[3]); real && std::isinf(*real)) row[3] = 12345.678;
  }
  return rows;
}

void checkGroups(std::vector<uint32_t> keys, uint32_t rowCount, uint32_t distinct, uint32_t seed,
                 std::vector<uint32_t> chunks) {
  SCOPED_TRACE(testing::Message() << keys.size() << " keys, first " << (keys.empty() ? 99 : keys[0]) << ", "
                                  << rowCount << " rows, distinct " << distinct);
  RandomValues random(seed);
  std::vector<Row> rows = finiteRows(random, rowCount, distinct);
  abi::AggregateSink sink;
  sink.keys = std::move(keys);
  RowSpec result;
  for (uint32_t key : sink.keys) result.push_back(kRow[key]);
  addAll(sink, result);
  PlanRun run;
  run.plan.sites.push_back({});
  sink.table = run.table(result);
  run.plan.pipelines.push_back({run.input(kRow, rows, chunks), {}, sink});
  Table table = run.runAll();
  EXPECT_TRUE(areClose(rowsOf(table), referenceGroups(rows, kRow, sink)));
}

TEST(Aggregate, WithoutGroups) {
  checkGroups({}, 5000, 50, 1, {700, 1, 1300});
  checkGroups({}, 1, 50, 2, {700});
  checkGroups({}, 0, 50, 3, {700});
}

TEST(Aggregate, OneKeyOfEachKind) {
  for (uint32_t key = 0; key < kRow.size(); ++key) checkGroups({key}, 2000, 40, 10 + key, {300, 500, 1});
}

TEST(Aggregate, SeveralKeys) {
  checkGroups({0, 2}, 2000, 12, 30, {300, 500});
  checkGroups({3, 4, 6}, 2000, 6, 31, {2000});
  checkGroups({2, 1, 0, 3, 7}, 1500, 3, 32, {64});
}

TEST(Aggregate, ManyGroups) { checkGroups({1}, 6000, 100000, 40, {1500, 900}); }
/// Segments with hardly any group twice hand their rows over unfolded; here some do, some do not.
TEST(Aggregate, ManyGroupsOfSeveralKeys) { checkGroups({1, 2}, 6000, 100000, 42, {3000, 500, 1200}); }
TEST(Aggregate, NoRows) { checkGroups({2}, 0, 5, 41, {10}); }

/// Many distinct groups over many segments go through several rounds of merging.
TEST(Aggregate, RoundsOfMerging) {
  const RowSpec row = {{"key", type(ColumnKind::I64)}, {"real", type(ColumnKind::F64)}};
  std::vector<Row> rows;
  std::mt19937 random(7);
  for (uint32_t index = 0; index < 200000; ++index) {
    rows.push_back({int64_t(random() % 60000) * 1000003, double(random() % 1000) / 3});
  }
  abi::AggregateSink sink;
  sink.keys = {0};
  abi::AggregateSpec sum{AggregateKind::Sum, 1, {}, 0, type(ColumnKind::F64), 0};
  abi::AggregateSpec count{AggregateKind::Count, {}, {}, 0, type(ColumnKind::I64), 0};
  sink.aggregates = {sum, count};
  PlanRun run;
  sink.table = run.table({row[0], {"sum", sum.result}, {"count", count.result}});
  run.plan.pipelines.push_back({run.input(row, rows, {20000, 5000}), {}, sink});
  Table table = run.runAll();
  EXPECT_TRUE(areClose(rowsOf(table), referenceGroups(rows, row, sink)));
  EXPECT_GT(table.rows(), 50000u);
}

/// The sum of numbers that cancel: an order other than by segments would give other bits.
TEST(Aggregate, FloatSumsDoNotDependOnBatches) {
  const RowSpec row = {{"key", type(ColumnKind::I32)}, {"real", type(ColumnKind::F64)}};
  std::vector<Row> rows;
  std::mt19937 random(5);
  for (int index = 0; index < 30000; ++index) {
    double size = std::pow(10, static_cast<int>(random() % 30) - 10);
    rows.push_back(
        {int64_t(random() % 3), (random() % 2 ? -1 : 1) * size * static_cast<double>(random() % 1000)});
  }
  for (bool isGrouped : {false, true}) {
    abi::AggregateSink sink;
    if (isGrouped) sink.keys = {0};
    sink.aggregates = {{AggregateKind::Sum, 1, {}, 0, type(ColumnKind::F64), 0},
                       {AggregateKind::Std, 1, {}, 0, type(ColumnKind::F64, true), 0}};
    PlanRun run;
    RowSpec result = {{"sum", type(ColumnKind::F64)}, {"std", type(ColumnKind::F64, true)}};
    if (isGrouped) result.insert(result.begin(), row[0]);
    sink.table = run.table(result);
    run.plan.pipelines.push_back({run.input(row, rows, {4000, 333}), {}, sink});
    EXPECT_EQ(run.runAll().rows(), isGrouped ? 3u : 1u);
  }
}

TEST(Aggregate, OverflowNamesTheSite) {
  const RowSpec row = {{"key", type(ColumnKind::I32)}, {"n", type(ColumnKind::I64)}};
  std::vector<Row> rows = {{int64_t(1), INT64_MAX},
                           {int64_t(2), int64_t(5)},
                           {int64_t(1), int64_t(-7)},
                           {int64_t(2), int64_t(9)},
                           {int64_t(1), int64_t(8)}};
  for (bool isGrouped : {false, true}) {
    abi::AggregateSink sink;
    if (isGrouped) sink.keys = {0};
    sink.aggregates = {{AggregateKind::Sum, 1, {}, 0, type(ColumnKind::I64), 2}};
    PlanRun run;
    run.plan.sites = {{}, {}};
    RowSpec result = {{"sum", type(ColumnKind::I64)}};
    if (isGrouped) result.insert(result.begin(), row[0]);
    sink.table = run.table(result);
    run.plan.pipelines.push_back({run.input(row, rows, {2}), {}, sink});
    Failure failure = run.failAll();
    EXPECT_EQ(failure.kind, FailureKind::Overflow);
    EXPECT_EQ(failure.site, 2u);
    // Sums on the way may leave the range as long as the last one does not.
    rows.back()[1] = int64_t(-20);
    PlanRun fits;
    fits.plan.sites = {{}, {}};
    sink.table = fits.table(result);
    fits.plan.pipelines.push_back({fits.input(row, rows, {2}), {}, sink});
    EXPECT_EQ(fits.runAll().rows(), isGrouped ? 2u : 1u);
    rows.back()[1] = int64_t(8);
  }
}

TEST(Aggregate, MemoryLimitIsKept) {
  RandomValues random(3);
  const RowSpec row = {{"key", type(ColumnKind::I64)}, {"real", type(ColumnKind::F64)}};
  std::vector<Row> rows;
  for (int64_t index = 0; index < 100000; ++index) rows.push_back({index * 7, 1.0});
  abi::AggregateSink sink;
  sink.keys = {0};
  sink.aggregates = {{AggregateKind::Sum, 1, {}, 0, type(ColumnKind::F64), 0}};
  PlanRun run;
  sink.table = run.table({row[0], {"sum", type(ColumnKind::F64)}});
  run.plan.pipelines.push_back({run.input(row, rows, {10000}), {}, sink});
  for (unsigned threads : {1u, 4u}) {
    MemoryPool small(2 << 20);
    {
      Result<Table> result = run.run(threads, 1024, &small);
      ASSERT_FALSE(result.ok());
      EXPECT_EQ(result.failure().kind, FailureKind::OutOfMemory);
      EXPECT_NE(result.failure().helps.at(0).find("--memory"), std::string::npos);
    }
    EXPECT_EQ(small.usedBytes(), 0u);
    EXPECT_LE(small.peakBytes(), small.limitBytes());
  }
}

} // namespace

} // namespace flow::frame::test
