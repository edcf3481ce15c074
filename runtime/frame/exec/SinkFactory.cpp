#include "runtime/frame/exec/SinkFactory.h"

#include "runtime/frame/exec/Captures.h"
#include "runtime/frame/exec/PipelineRows.h"
#include "runtime/frame/operators/collect/Collect.h"
#include "runtime/frame/operators/distinct/Distinct.h"
#include "runtime/frame/operators/distinct/LastRows.h"
#include "runtime/frame/operators/group/GroupAggregate.h"
#include "runtime/frame/operators/group/ScalarAggregate.h"
#include "runtime/frame/operators/join/JoinBuild.h"
#include "runtime/frame/operators/sort/Sort.h"
#include "runtime/frame/operators/sort/TopRows.h"

#include <limits>

namespace flow::frame {

namespace {

using Planned = Result<std::unique_ptr<PlannedSink>>;

/// A sink that leaves a table.
template <typename S> class TableMaker : public PlannedSink {
public:
  template <typename... Arguments>
  explicit TableMaker(uint32_t table, Arguments &&...arguments)
      : table_(table), sink_(std::forward<Arguments>(arguments)...) {}
  Sink &sink() override { return sink_; }
  Status deliver(PipelineResults &results) override {
    results.tables[table_] = sink_.takeTable();
    return {};
  }

private:
  uint32_t table_;
  S sink_;
};

/// Collected rows go behind those that are there.
class TableAppender : public PlannedSink {
public:
  TableAppender(uint32_t table, RowSpec row, const QueryContext &query)
      : table_(table), sink_(std::move(row), query) {}
  Sink &sink() override { return sink_; }
  Status deliver(PipelineResults &results) override {
    for (Chunk &chunk : sink_.takeChunks()) results.tables[table_].chunks.push_back(std::move(chunk));
    return {};
  }

private:
  uint32_t table_;
  Collect sink_;
};

class JoinTableMaker : public PlannedSink {
public:
  JoinTableMaker(const abi::JoinBuildSink &spec, RowSpec row, const QueryContext &query)
      : table_(spec.joinTable), sink_(spec, std::move(row), query) {}
  Sink &sink() override { return sink_; }
  Status deliver(PipelineResults &results) override {
    results.joinTables[table_] = sink_.takeTable();
    return {};
  }

private:
  uint32_t table_;
  JoinBuild sink_;
};

/// What is written leaves nothing.
class FileMaker : public PlannedSink {
public:
  explicit FileMaker(std::unique_ptr<Sink> sink) : sink_(std::move(sink)) {}
  Sink &sink() override { return *sink_; }
  Status deliver(PipelineResults &) override { return {}; }

private:
  std::unique_ptr<Sink> sink_;
};

/// The row of a table, which has the types of what comes in; a column of the table may be optional where what
/// comes is not.
const RowSpec &tableRow(const RowSpec &entering, const RowSpec &table) {
  FLOW_CHECK_EQ(entering.size(), table.size(), "columns of a table");
  for (size_t column = 0; column < table.size(); ++column) {
    FLOW_CHECK_EQ(entering[column].type.kind, table[column].type.kind, "kind of column ", table[column].name);
    FLOW_CHECK(table[column].type.nullable || !entering[column].type.nullable, "nulls for ",
               table[column].name);
  }
  return table;
}

Planned makeSort(const abi::SortSink &spec, const RowSpec &row, const QueryContext &query) {
  uint64_t limit = spec.limit.value_or(std::numeric_limits<uint64_t>::max());
  if (spec.limitCapture) {
    limit =
        static_cast<uint64_t>(std::max<int64_t>(0, captured<int64_t>(query.captures, *spec.limitCapture)));
  }
  if (limit > 0 && limit <= TopRows::kLimitMax) {
    return Planned(std::make_unique<TableMaker<TopRows>>(spec.table, spec.keys, limit, row, query));
  }
  return Planned(std::make_unique<TableMaker<Sort>>(spec.table, spec.keys, limit, row, query));
}

template <typename Spec> Planned makeFile(const Spec &spec, const QueryContext &query, SourceFactory *files) {
  FLOW_CHECK(files != nullptr, "a plan that writes files runs without a source factory");
  Result<std::unique_ptr<Sink>> sink = files->create(spec, query);
  if (sink.ok()) return Planned(std::make_unique<FileMaker>(std::move(*sink)));
  Failure failure = sink.takeFailure();
  if (failure.site == 0) failure.site = spec.site;
  return failure;
}

} // namespace

PipelineResults::PipelineResults(const abi::PlanSpec &plan) : joinTables(plan.joinTables.size()) {
  for (const RowSpec &row : plan.tables) tables.push_back({row, {}});
}

Planned makeSink(const abi::SinkSpec &spec, const RowSpec &entering, const StageSetting &setting,
                 SourceFactory *files) {
  const abi::PlanSpec &plan = *setting.plan;
  const QueryContext &query = setting.query;
  if (const auto *aggregate = std::get_if<abi::AggregateSink>(&spec)) {
    const RowSpec &row = plan.tables[aggregate->table];
    if (aggregate->keys.empty()) {
      return Planned(
          std::make_unique<TableMaker<ScalarAggregate>>(aggregate->table, *aggregate, entering, row, setting));
    }
    return Planned(
        std::make_unique<TableMaker<GroupAggregate>>(aggregate->table, *aggregate, entering, row, setting));
  }
  if (const auto *sort = std::get_if<abi::SortSink>(&spec)) {
    return makeSort(*sort, tableRow(entering, plan.tables[sort->table]), query);
  }
  if (const auto *collect = std::get_if<abi::CollectSink>(&spec)) {
    const RowSpec &row = tableRow(entering, plan.tables[collect->table]);
    return Planned(std::make_unique<TableAppender>(collect->table, row, query));
  }
  if (const auto *distinct = std::get_if<abi::DistinctSink>(&spec)) {
    const RowSpec &row = tableRow(entering, plan.tables[distinct->table]);
    if (distinct->keepsLast)
      return Planned(std::make_unique<TableMaker<LastRows>>(distinct->table, *distinct, row, query));
    return Planned(std::make_unique<TableMaker<Distinct>>(distinct->table, *distinct, row, query));
  }
  if (const auto *build = std::get_if<abi::JoinBuildSink>(&spec)) {
    const RowSpec &row = tableRow(entering, plan.joinTables[build->joinTable]);
    return Planned(std::make_unique<JoinTableMaker>(*build, row, query));
  }
  if (const auto *csv = std::get_if<abi::WriteCsvSink>(&spec)) return makeFile(*csv, query, files);
  return makeFile(std::get<abi::WriteParquetSink>(spec), query, files);
}

} // namespace flow::frame
