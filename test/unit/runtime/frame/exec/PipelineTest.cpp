#include "test/unit/runtime/frame/exec/ReferenceAggregate.h"
#include "test/unit/runtime/frame/exec/TestKernels.h"

namespace flow::frame::test {

namespace {

const ColumnType kNumber = type(ColumnKind::I64);
const RowSpec kRow = {{"n", kNumber}, {"s", type(ColumnKind::Str)}};

std::vector<Row> numbered(int64_t count) {
  std::vector<Row> rows;
  for (int64_t index = 0; index < count; ++index)
    rows.push_back({index, "row number " + std::to_string(index)});
  return rows;
}

/// A stage that passes all columns on.
abi::StageStep stage(uint32_t kernel, bool filters) {
  abi::StageStep step;
  step.kernel = kernel;
  step.inputs = {0};
  step.outputs = {{false, 0}, {false, 1}};
  step.filters = filters;
  return step;
}
abi::TakeStep take(uint64_t skip, uint64_t count) { return {skip, count, {}, 0}; }

/// Input of `rows` rows through `steps` into a table.
struct Chain : PlanRun {
  Chain(int64_t rows, std::vector<abi::StepSpec> steps, std::vector<int64_t> parameters = {},
        std::vector<uint32_t> chunks = {50, 7, 120}) {
    captures.resize(parameters.size() * 8);
    if (!parameters.empty()) std::memcpy(captures.data(), parameters.data(), captures.size());
    plan.sites = {{0, 0, 0, FailureKind::ConversionError, "refused"},
                  {0, 0, 0, FailureKind::DivisionByZero, ""}};
    kernels.add(keepAtLeast);
    kernels.add(suspectParameter, refuseParameter);
    kernels.add(suspectSecond, refuseSecond);
    abi::CollectSink collect{table(kRow)};
    plan.pipelines.push_back({input(kRow, numbered(rows), chunks), std::move(steps), collect});
  }
  std::vector<int64_t> numbers() {
    std::vector<int64_t> result;
    for (const Row &row : rowsOf(runAll())) result.push_back(std::get<int64_t>(row[0]));
    return result;
  }
};

std::vector<int64_t> range(int64_t begin, int64_t end) {
  std::vector<int64_t> result;
  for (; begin < end; ++begin) result.push_back(begin);
  return result;
}

TEST(Pipeline, FilterKeepsOrder) {
  EXPECT_EQ(Chain(500, {stage(0, true)}, {123}).numbers(), range(123, 500));
  EXPECT_EQ(Chain(500, {stage(0, true)}, {-1}).numbers(), range(0, 500));
  EXPECT_EQ(Chain(500, {stage(0, true)}, {1000}).numbers(), range(0, 0));
}

TEST(Pipeline, ComputedColumns) {
  PlanRun run;
  run.kernels.add(doubled);
  run.kernels.add(labelled);
  RandomValues random(1);
  const RowSpec row = {{"a", type(ColumnKind::I64, true)}, {"b", kNumber}};
  std::vector<Row> rows = random.rows(row, 1000, 50), expected;
  for (const Row &one : rows) {
    Value twice = one[0];
    if (auto *number = std::get_if<int64_t>(&twice))
      *number = static_cast<int64_t>(2 * static_cast<uint64_t>(*number));
    expected.push_back({"the number " + std::to_string(std::get<int64_t>(one[1])), one[0], twice});
  }
  abi::StageStep twice{0, {0}, {type(ColumnKind::I64, true)}, {{false, 1}, {false, 0}, {true, 0}}, false};
  abi::StageStep label{1, {0}, {type(ColumnKind::Str)}, {{true, 0}, {false, 1}, {false, 2}}, false};
  abi::CollectSink collect{run.table({{"s", label.computed[0]}, row[0], {"c", twice.computed[0]}})};
  run.plan.pipelines.push_back({run.input(row, rows, {300, 11}), {twice, label}, collect});
  EXPECT_TRUE(areClose(rowsOf(run.runAll()), expected));
}

TEST(Pipeline, StageWithoutKernelSelects) {
  PlanRun run;
  abi::StageStep select{{}, {}, {}, {{false, 1}}, false};
  abi::CollectSink collect{run.table({kRow[1]})};
  run.plan.pipelines.push_back({run.input(kRow, numbered(20), {6}), {select}, collect});
  Table table = run.runAll();
  EXPECT_EQ(table.rows(), 20u);
  EXPECT_EQ(rowsOf(table)[19], Row{std::string("row number 19")});
}

TEST(Pipeline, CollectAppends) {
  PlanRun run;
  abi::CollectSink collect{run.table(kRow)};
  abi::InputSource source = run.input(kRow, numbered(30), {8});
  run.plan.pipelines.push_back({source, {}, collect});
  run.plan.pipelines.push_back({source, {take(25, 100)}, collect});
  EXPECT_EQ(run.runAll().rows(), 35u);
}

TEST(Pipeline, TablesAreReadByLaterPipelines) {
  PlanRun run;
  abi::CollectSink first{run.table(kRow)}, second{run.table({kRow[1]})};
  run.plan.result = second.table;
  run.plan.pipelines.push_back({run.input(kRow, numbered(300), {8}), {}, first});
  run.plan.pipelines.push_back({abi::TableSource{first.table, {1}}, {}, second});
  EXPECT_EQ(rowsOf(run.runAll())[299], Row{std::string("row number 299")});
}

TEST(Pipeline, Range) {
  PlanRun run;
  abi::AggregateSink sink;
  sink.aggregates = {{abi::AggregateKind::Sum, 0, {}, 0, kNumber, 0},
                     {abi::AggregateKind::Count, {}, {}, 0, kNumber, 0}};
  sink.table = run.table({{"sum", kNumber}, {"count", kNumber}});
  run.captures.resize(8);
  int64_t end = 200000;
  std::memcpy(run.captures.data(), &end, 8);
  run.plan.pipelines.push_back({abi::RangeSource{-7, 0, {}, 0}, {}, sink});
  EXPECT_EQ(rowsOf(run.runAll()), (std::vector<Row>{{int64_t(199999) * 100000 - 28, int64_t(200007)}}));
}

TEST(Take, AcrossSegments) {
  for (uint64_t skip : {0ul, 3ul, 50ul, 170ul}) {
    for (uint64_t count : {0ul, 1ul, 50ul, 57ul, 333ul, ~0ul}) {
      SCOPED_TRACE(testing::Message() << skip << " " << count);
      auto begin = static_cast<int64_t>(std::min<uint64_t>(skip, 400));
      auto end = static_cast<int64_t>(std::min<uint64_t>(400 - begin, count)) + begin;
      EXPECT_EQ(Chain(400, {take(skip, count)}).numbers(), range(begin, end));
      int64_t first = std::min<int64_t>(130 + begin, 400);
      int64_t last = static_cast<int64_t>(std::min<uint64_t>(400 - first, count)) + first;
      EXPECT_EQ(Chain(400, {stage(0, true), take(skip, count)}, {130}).numbers(), range(first, last));
      EXPECT_EQ(Chain(400, {take(skip, count), stage(0, true)}, {0}).numbers(), range(begin, end));
    }
  }
}

TEST(Take, TwiceInAPipeline) {
  EXPECT_EQ(Chain(900, {take(10, 500), stage(0, true), take(5, 90)}, {60}).numbers(), range(65, 155));
  EXPECT_EQ(Chain(900, {take(0, 100), take(98, 90)}).numbers(), range(98, 100));
}

TEST(Take, CapturedCount) {
  abi::TakeStep captured{0, 0, 0, 2};
  EXPECT_EQ(Chain(100, {captured}, {3}).numbers(), range(0, 3));
  Failure failure = Chain(100, {captured}, {-1}).failAll();
  EXPECT_EQ(failure.site, 2u);
  EXPECT_EQ(failure.kind, FailureKind::DivisionByZero);
}

/// Reading stops soon after there is enough.
TEST(Take, StopsReading) {
  Chain chain(40000, {take(0, 10)}, {}, {100});
  sched::WorkerPool workers(2);
  Progress progress;
  ExecuteOptions options;
  options.workers = &workers;
  options.memory = &chain.pool;
  const std::vector<const Table *> tables = chain.inputTables();
  options.inputs = tables;
  options.progress = &progress;
  ASSERT_TRUE(execute(chain.plan, chain.kernels, options).ok());
  EXPECT_LT(progress.rowsRead.load(), 20000u);
  EXPECT_EQ(progress.pipelinesDone.load(), 1u);
}

TEST(Failure, NamesRowSiteAndValues) {
  Failure failure = Chain(400, {stage(1, false)}, {300}).failAll();
  EXPECT_EQ(failure.kind, FailureKind::ConversionError);
  EXPECT_EQ(failure.message, "refused");
  EXPECT_EQ(failure.site, 1u);
  EXPECT_EQ(failure.notes, std::vector<std::string>{"n = 300"});
}

/// Two stages refuse different rows: the earlier row is reported, though a batch goes through the first stage
/// first.
TEST(Failure, TheFirstRowInSourceOrderWins) {
  for (auto [first, second] :
       {std::pair<int64_t, int64_t>{210, 205}, {205, 210}, {390, 3}, {3, 390}, {60, 58}}) {
    Failure failure = Chain(400, {stage(1, false), stage(2, false)}, {first, second}).failAll();
    EXPECT_EQ(failure.notes, std::vector<std::string>{"n = " + std::to_string(std::min(first, second))});
    EXPECT_EQ(failure.site, first < second ? 1u : 2u);
  }
}

/// A row that a later `take` does not ask for never fails.
TEST(Failure, OnlyRowsThatAreAskedForFail) {
  for (int64_t refused : {100, 101, 130, 399}) {
    EXPECT_EQ(Chain(400, {stage(1, false), take(0, 100)}, {refused}).numbers(), range(0, 100)) << refused;
    EXPECT_EQ(Chain(400, {take(20, 80), stage(1, false)}, {refused}).numbers(), range(20, 100)) << refused;
  }
  for (int64_t refused : {0, 50, 99}) { // rows that take has passed over or passed on
    Failure failure = Chain(400, {stage(1, false), take(90, 10)}, {refused}).failAll();
    EXPECT_EQ(failure.notes, std::vector<std::string>{"n = " + std::to_string(refused)});
  }
  // The first stage refuses row 150, which is not asked for; the second refuses one that is.
  Failure failure = Chain(400, {stage(1, false), take(0, 100), stage(2, false)}, {150, 77}).failAll();
  EXPECT_EQ(failure.notes, std::vector<std::string>{"n = 77"});
  // Rows that a filter has excluded do not count for take.
  EXPECT_EQ(Chain(400, {stage(0, true), take(0, 100), stage(2, false)}, {200, 300}).numbers(),
            range(200, 300));
}

TEST(Failure, FiltersExcludeRows) {
  // Here the same number is both the bound of the filter and, second, the refused one.
  EXPECT_EQ(Chain(400, {stage(0, true), stage(2, false)}, {100, 99}).numbers(), range(100, 400));
  EXPECT_EQ(Chain(400, {stage(0, true), stage(2, false)}, {100, 101}).failAll().notes,
            std::vector<std::string>{"n = 101"});
}

TEST(Failure, UnfoundedSuspicionsAreCleared) {
  PlanRun run;
  run.captures.resize(8); // the parameter is 0
  run.plan.sites = {{0, 0, 0, FailureKind::ConversionError, "refused"}};
  run.kernels.add([](abi::StageCall *) -> uint32_t { return 1; }, refuseParameter);
  std::vector<Row> rows = {{int64_t(5), std::string("a")}, {int64_t(7), std::string("b")}};
  abi::CollectSink collect{run.table(kRow)};
  run.plan.pipelines.push_back({run.input(kRow, rows, {2}), {stage(0, false)}, collect});
  EXPECT_EQ(run.runAll().rows(), 2u);
}

TEST(Failure, CancelledPlansSaySo) {
  Chain chain(4000, {stage(0, true)}, {0});
  std::atomic<bool> cancelled{true};
  sched::WorkerPool workers(2);
  ExecuteOptions options;
  options.workers = &workers;
  options.memory = &chain.pool;
  const std::vector<const Table *> tables = chain.inputTables();
  options.inputs = tables;
  options.captures = chain.captures.data();
  options.cancelled = &cancelled;
  Result<Table> result = execute(chain.plan, chain.kernels, options);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.failure().kind, FailureKind::Cancelled);
}

} // namespace

} // namespace flow::frame::test
