// Rates of single operators on made-up tables in memory: nanoseconds of one core per row of the source, and
// million rows per second by the clock on the wall. Not a comparison with anybody (bench.py is that), but
// what to look at while working on an operator.
//
// usage: operator_bench [--rows N] [--threads N] [--rounds N] [NAME..]    names may be beginnings of case
// names

#include "runtime/frame/exec/Executor.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <random>

namespace flow::frame {

namespace {

ColumnType plain(ColumnKind kind) { return {kind, 0, 0, false}; }
const ColumnType kInteger = plain(ColumnKind::I64), kReal = plain(ColumnKind::F64),
                 kText = plain(ColumnKind::Str);

struct Settings {
  uint64_t rows = 10'000'000;
  unsigned threads = 2;
  int rounds = 3;
  std::vector<std::string> names;
};

/// Kernel 0 keeps the rows whose input 0 is positive.
class Kernels : public KernelProvider {
public:
  abi::StageKernel fast(uint32_t) override {
    return [](abi::StageCall *call) -> uint32_t {
      const auto *values = static_cast<const double *>(call->inputs[0].data);
      for (uint32_t row = 0; row < call->rows; ++row) call->mask[row] = values[row] > 0;
      return 0;
    };
  }
  Result<abi::StageKernel> exact(uint32_t) override {
    return Status::fail(FailureKind::Failure, "no exact kernel");
  }
};

/// A table column by column: `fill` writes the value of a row.
struct MadeColumn {
  ColumnType type;
  std::function<void(uint64_t row, char *to, StringHeap &heap)> fill;
};

class Bench {
public:
  explicit Bench(const Settings &settings) : settings_(settings), workers_(settings.threads) {}

  Table makeTable(uint64_t rows, const std::vector<MadeColumn> &columns);
  /// Runs the plan over the tables, which its InputSources number.
  void run(const std::string &name, const abi::PlanSpec &plan, std::span<const Table> inputs);
  bool isWanted(const std::string &name) const {
    return settings_.names.empty() ||
           std::any_of(settings_.names.begin(), settings_.names.end(),
                       [&](const std::string &wanted) { return name.starts_with(wanted); });
  }
  const Settings &settings() const { return settings_; }

private:
  Settings settings_;
  MemoryPool pool_;
  sched::WorkerPool workers_;
};

double seconds(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

Table Bench::makeTable(uint64_t rows, const std::vector<MadeColumn> &columns) {
  Table table;
  for (size_t column = 0; column < columns.size(); ++column) {
    table.row.push_back({"c" + std::to_string(column), columns[column].type});
  }
  TableBuilder builder(table.row, pool_);
  StringHeap heap(pool_);
  std::vector<std::vector<char>> memory(columns.size());
  for (uint64_t first = 0; first < rows; first += abi::kBatchRows) {
    Batch batch;
    batch.rows = static_cast<uint32_t>(std::min<uint64_t>(rows - first, abi::kBatchRows));
    for (size_t column = 0; column < columns.size(); ++column) {
      const size_t width = abi::bytesOf(columns[column].type.kind);
      memory[column].resize(abi::kBatchRows * width);
      for (uint32_t row = 0; row < batch.rows; ++row)
        columns[column].fill(first + row, &memory[column][row * width], heap);
      batch.columns.push_back({columns[column].type, memory[column].data(), nullptr});
    }
    batch.heaps = &heap.blocks();
    if (!builder.append(batch).ok()) std::abort();
    if (first % abi::kSegmentRows == abi::kSegmentRows - abi::kBatchRows) heap.reset();
  }
  return std::move(*builder.finish());
}

void Bench::run(const std::string &name, const abi::PlanSpec &plan, std::span<const Table> inputs) {
  Kernels kernels;
  std::vector<const Table *> tables;
  for (const Table &input : inputs) tables.push_back(&input);
  double bestWall = 1e9, bestCpu = 1e9;
  uint64_t resultRows = 0;
  size_t peak = 0;
  for (int round = 0; round < settings_.rounds; ++round) {
    MemoryPool memory;
    ExecuteOptions options;
    options.workers = &workers_;
    options.memory = &memory;
    options.inputs = tables;
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    Result<Table> result = execute(plan, kernels, options);
    wall = seconds(CLOCK_MONOTONIC) - wall, cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    if (!result.ok()) {
      std::printf("%-28s fails: %s\n", name.c_str(), result.failure().message.c_str());
      return;
    }
    bestWall = std::min(bestWall, wall), bestCpu = std::min(bestCpu, cpu);
    resultRows = result->rows();
    peak = memory.peakBytes();
  }
  uint64_t rows = 0;
  for (const Table &table : inputs) rows += table.rows();
  std::printf("%-28s %7.2f ns/row cpu %8.1f ms wall %7.1f M rows/s %10lu rows out %6zu MiB\n", name.c_str(),
              1e9 * bestCpu / static_cast<double>(rows), 1e3 * bestWall,
              1e-6 * static_cast<double>(rows) / bestWall, static_cast<unsigned long>(resultRows),
              peak >> 20);
  std::fflush(stdout);
}

// ---- columns

template <typename T> MadeColumn made(ColumnType type, std::function<T(uint64_t)> value) {
  return {type, [value](uint64_t row, char *to, StringHeap &) {
            T made = value(row);
            std::memcpy(to, &made, sizeof made);
          }};
}
uint64_t scrambled(uint64_t row) {
  uint64_t value = (row + 1) * 0x9E3779B97F4A7C15;
  value ^= value >> 29;
  value *= 0xBF58476D1CE4E5B9;
  return value ^ value >> 32;
}
MadeColumn integers(uint64_t distinct, int64_t stride = 1) {
  return made<int64_t>(
      kInteger, [=](uint64_t row) { return static_cast<int64_t>(scrambled(row) % distinct) * stride; });
}
MadeColumn reals() {
  return made<double>(kReal, [](uint64_t row) {
    return static_cast<double>(static_cast<int64_t>(scrambled(row * 3))) * 1e-12;
  });
}
MadeColumn texts(uint64_t distinct, const char *format) {
  return {kText, [=](uint64_t row, char *to, StringHeap &heap) {
            char text[64];
            int size = std::snprintf(text, sizeof text, format,
                                     static_cast<unsigned long>(scrambled(row) % distinct));
            StringView view;
            if (!heap.store({text, static_cast<size_t>(size)}, view)) std::abort();
            std::memcpy(to, &view, sizeof view);
          }};
}
/// Each number below `rows` once, in no order, when `rows` is no multiple of the factor.
MadeColumn unique(uint64_t rows, int64_t stride = 1) {
  return made<int64_t>(kInteger,
                       [=](uint64_t row) { return static_cast<int64_t>(row * 7'368'787 % rows) * stride; });
}

// ---- plans

abi::InputSource input(uint32_t number, const Table &table) {
  abi::InputSource source;
  source.input = number;
  source.row = table.row;
  for (uint32_t column = 0; column < table.row.size(); ++column) source.columns.push_back(column);
  return source;
}

abi::AggregateSpec aggregate(abi::AggregateKind kind, uint32_t argument, const ColumnType &result,
                             double q = 0) {
  return {kind, argument, {}, q, result, 0};
}

/// Groups column 0; sums of the others.
abi::PlanSpec groupPlan(const Table &table, bool isGrouped) {
  abi::PlanSpec plan;
  abi::AggregateSink sink;
  RowSpec row;
  if (isGrouped) {
    sink.keys = {0};
    row.push_back(table.row[0]);
  }
  for (uint32_t column = isGrouped ? 1 : 0; column < table.row.size(); ++column) {
    sink.aggregates.push_back(aggregate(abi::AggregateKind::Sum, column, table.row[column].type));
    row.push_back(table.row[column]);
  }
  plan.tables = {row};
  plan.pipelines.push_back({input(0, table), {}, sink});
  return plan;
}

void groups(Bench &bench) {
  const uint64_t rows = bench.settings().rows;
  auto run = [&](const std::string &name, const MadeColumn &key, const std::vector<MadeColumn> &values) {
    if (!bench.isWanted(name)) return;
    std::vector<MadeColumn> columns = values;
    columns.insert(columns.begin(), key);
    Table table = bench.makeTable(rows, columns);
    bench.run(name, groupPlan(table, true), {&table, 1});
  };
  run("group 4 ints, 4 real sums", integers(4), {reals(), reals(), reals(), reals()});
  run("group 100 ints, 3 sums", integers(100), {integers(5), integers(15), reals()});
  run("group 100k ints, 3 sums", integers(100'000), {integers(5), integers(15), reals()});
  run("group 100k wide ints, 3 sums", integers(100'000, 1'000'003), {integers(5), integers(15), reals()});
  run("group 1M ints, 2 sums", integers(1'000'000), {integers(1000), reals()});
  run("group unique ints, 1 sum", unique(rows, 3), {reals()});
  run("group 100 texts, 1 sum", texts(100, "id%03lu"), {integers(5)});
  run("group 100k texts, 1 sum", texts(100'000, "id%010lu"), {integers(5)});
  run("group 100k long texts, 1 sum", texts(100'000, "identifier %010lu"), {integers(5)});
  if (bench.isWanted("group 10k median std")) {
    Table table = bench.makeTable(rows, {integers(10'000), reals()});
    abi::PlanSpec plan;
    ColumnType result = kReal;
    result.nullable = true;
    abi::AggregateSink sink;
    sink.keys = {0};
    sink.aggregates = {aggregate(abi::AggregateKind::Quantile, 1, result, 0.5),
                       aggregate(abi::AggregateKind::Std, 1, result)};
    plan.tables = {{table.row[0], {"median", result}, {"std", result}}};
    plan.pipelines.push_back({input(0, table), {}, sink});
    bench.run("group 10k median std", plan, {&table, 1});
  }
}

void scalars(Bench &bench) {
  const uint64_t rows = bench.settings().rows;
  if (bench.isWanted("sum")) {
    Table table = bench.makeTable(rows, {reals(), integers(100)});
    bench.run("sum real and int", groupPlan(table, false), {&table, 1});
    abi::PlanSpec plan = groupPlan(table, false);
    abi::StageStep filter{0, {0}, {}, {{false, 0}, {false, 1}}, true};
    plan.kernels = {"keep"};
    plan.pipelines[0].steps = {filter};
    bench.run("sum filtered", plan, {&table, 1});
    plan.tables = {table.row};
    plan.pipelines[0].sink = abi::CollectSink{0};
    bench.run("sum: filtered and collected", plan, {&table, 1});
  }
  if (bench.isWanted("distinct")) {
    Table table = bench.makeTable(rows, {integers(100'000, 1'000'003)});
    abi::PlanSpec plan;
    plan.tables = {table.row};
    plan.pipelines.push_back({input(0, table), {}, abi::DistinctSink{0, {}}});
    bench.run("distinct 100k", plan, {&table, 1});
    abi::AggregateSink sink;
    sink.aggregates = {aggregate(abi::AggregateKind::CountDistinct, 0, kInteger)};
    plan.tables = {{{"count", kInteger}}};
    plan.pipelines[0].sink = sink;
    bench.run("distinct count 100k", plan, {&table, 1});
  }
}

void joins(Bench &bench) {
  const uint64_t rows = bench.settings().rows;
  auto run = [&](const std::string &name, uint64_t buildRows, int64_t stride, bool isCollected, bool isText) {
    if (!bench.isWanted(name)) return;
    MadeColumn payload = isText ? texts(buildRows, "id%010lu") : integers(100);
    Table build = bench.makeTable(buildRows, {unique(buildRows, stride), payload});
    Table probe = bench.makeTable(rows, {integers(buildRows, stride), reals()});
    abi::PlanSpec plan;
    plan.joinTables = {build.row};
    plan.pipelines.push_back({input(0, build), {}, abi::JoinBuildSink{0, {0}}});
    abi::ProbeStep step;
    step.keys = {0};
    step.probeOutputs = {1};
    step.buildOutputs = {1};
    if (isCollected) {
      step.probeOutputs = {0, 1};
      plan.tables = {{probe.row[0], probe.row[1], build.row[1]}};
      plan.pipelines.push_back({input(1, probe), {step}, abi::CollectSink{0}});
    } else {
      abi::AggregateSink sink;
      sink.aggregates = {aggregate(abi::AggregateKind::Sum, 0, kReal),
                         aggregate(abi::AggregateKind::Sum, 1, kInteger)};
      plan.tables = {{{"a", kReal}, {"b", kInteger}}};
      plan.pipelines.push_back({input(1, probe), {step}, sink});
    }
    Table tables[] = {std::move(build), std::move(probe)};
    bench.run(name, plan, tables);
  };
  run("join 1k, sums", 1000, 1, false, false);
  run("join 100k, sums", 100'000, 1, false, false);
  run("join all dense, sums", rows, 1, false, false);
  run("join all hashed, sums", rows, 1'000'003, false, false);
  run("join 10k hashed, sums", 10'000, 1'000'003, false, false);
  run("join 100k, collected", 100'000, 1, true, false);
  run("join 100k texts, collected", 100'000, 1'000'003, true, true);
}

void sorts(Bench &bench) {
  const uint64_t rows = bench.settings().rows;
  auto run = [&](const std::string &name, const std::vector<MadeColumn> &columns,
                 std::vector<abi::SortKey> keys, std::optional<uint64_t> limit = {}) {
    if (!bench.isWanted(name)) return;
    Table table = bench.makeTable(rows, columns);
    abi::PlanSpec plan;
    plan.tables = {table.row};
    plan.pipelines.push_back({input(0, table), {}, abi::SortSink{0, std::move(keys), limit, {}}});
    bench.run(name, plan, {&table, 1});
  };
  run("sort reals", {reals()}, {{0, false, false}});
  run("sort ints and reals, 4 columns", {integers(100'000), reals(), integers(7), reals()},
      {{0, false, false}, {1, true, false}});
  run("sort texts", {texts(10'000'000, "id%010lu"), integers(9)}, {{0, false, false}});
  run("sort long texts", {texts(10'000'000, "identifier %010lu"), integers(9)}, {{0, false, false}});
  run("sort top 100", {reals(), integers(9)}, {{0, true, false}}, 100);
}

int start(int argc, char **argv) {
  Settings settings;
  for (int index = 1; index < argc; ++index) {
    std::string word = argv[index];
    bool isOption = word == "--rows" || word == "--threads" || word == "--rounds";
    if (!isOption || index + 1 == argc) {
      settings.names.push_back(word);
      continue;
    }
    const uint64_t value = std::strtoull(argv[++index], nullptr, 10);
    if (word == "--rows") settings.rows = value;
    if (word == "--threads") settings.threads = static_cast<unsigned>(value);
    if (word == "--rounds") settings.rounds = static_cast<int>(value);
  }
  Bench bench(settings);
  scalars(bench);
  groups(bench);
  joins(bench);
  sorts(bench);
  return 0;
}

} // namespace

} // namespace flow::frame

int main(int argc, char **argv) { return flow::frame::start(argc, argv); }
