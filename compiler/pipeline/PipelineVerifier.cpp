#include "compiler/pipeline/PipelineVerifier.h"

#include "compiler/types/ColumnTypes.h"

namespace flow::pipeline {

using namespace abi;

namespace {

using Batch = std::vector<ColumnType>;

class PipelineVerifier {
public:
  PipelineVerifier(const PlanSpec &plan, const ir::Module &module)
      : plan_(plan), module_(module), filled_(plan.tables.size()), built_(plan.joinTables.size()) {}
  std::vector<std::string> run();

private:
  bool check(bool holds, const std::string &message) {
    if (!holds) problems_.push_back("pipeline " + std::to_string(pipeline_) + ": " + message);
    return holds;
  }
  Batch pick(const Batch &from, const std::vector<uint32_t> &columns, const char *what);
  Batch pick(const RowSpec &row, const std::vector<uint32_t> &columns, const char *what) {
    return pick(typesOf(row), columns, what);
  }
  static Batch typesOf(const RowSpec &row);

  template <typename FileSource> Batch begin(const FileSource &source) { // of CSV or Parquet
    Batch columns = typesOf(source.row), partitions = typesOf(source.partitions);
    columns.insert(columns.end(), partitions.begin(), partitions.end());
    return pick(columns, source.columns, "the source");
  }
  Batch begin(const BadCsvSource &source) { return pick(badRowSpec(), source.columns, "the source"); }
  Batch begin(const ListSource &source) { return pick(source.row, source.columns, "the source"); }
  Batch begin(const InputSource &source) { return pick(source.row, source.columns, "the source"); }
  Batch begin(const RangeSource &) { return {{ColumnKind::I64, 0, 0, false}}; }
  Batch begin(const TableSource &source);

  void checkKernel(const StageStep &stage, const Batch &entering);
  Batch pass(const StageStep &stage, const Batch &entering);
  Batch pass(const ProbeStep &probe, const Batch &entering);
  Batch pass(const TakeStep &, const Batch &entering) { return entering; }

  void leave(uint32_t table, const Batch &batch);
  void end(const AggregateSink &sink, const Batch &entering);
  void end(const SortSink &sink, const Batch &batch);
  void end(const CollectSink &sink, const Batch &batch) { leave(sink.table, batch); }
  void end(const DistinctSink &sink, const Batch &batch);
  void end(const JoinBuildSink &sink, const Batch &batch);
  void end(const WriteCsvSink &sink, const Batch &batch) {
    check(typesOf(sink.row) == batch, "the row written");
  }
  void end(const WriteParquetSink &sink, const Batch &batch) {
    check(typesOf(sink.row) == batch, "the row written");
  }

  const PlanSpec &plan_;
  const ir::Module &module_;
  std::vector<bool> filled_, built_; ///< tables and join tables so far
  std::vector<std::string> problems_;
  size_t pipeline_ = 0;
};

Batch PipelineVerifier::typesOf(const RowSpec &row) {
  Batch types;
  for (const ColumnSpec &column : row) types.push_back(column.type);
  return types;
}

Batch PipelineVerifier::pick(const Batch &from, const std::vector<uint32_t> &columns, const char *what) {
  Batch picked;
  for (uint32_t column : columns)
    if (check(column < from.size(), std::string(what) + ": no column #" + std::to_string(column)))
      picked.push_back(from[column]);
  return picked;
}

Batch PipelineVerifier::begin(const TableSource &source) {
  if (!check(source.table < filled_.size() && filled_[source.table],
             "it reads a table that is not there yet"))
    return {};
  return pick(plan_.tables[source.table], source.columns, "the source");
}

void PipelineVerifier::checkKernel(const StageStep &stage, const Batch &entering) {
  if (!check(*stage.kernel < plan_.kernels.size(), "no such kernel")) return;
  const std::string &name = plan_.kernels[*stage.kernel];
  const ir::Function *function = nullptr;
  for (const ir::Function &candidate : module_.functions)
    if (candidate.name == name) function = &candidate;
  if (!check(function != nullptr, "no function " + name)) return;
  Batch inputs = pick(entering, stage.inputs, "the inputs of a stage"), parameters, results, accumulated;
  for (uint32_t i = 0; i < function->columnParameters; ++i)
    parameters.push_back(*types::columnTypeOf(function->parameters[i]));
  for (size_t i = function->filters ? 1 : 0; i < function->results.size(); ++i)
    (i < function->accumulatedResult(0) ? results : accumulated)
        .push_back(*types::columnTypeOf(function->results[i]));
  check(function->filters == stage.filters, name + " has a mask, or its step has one");
  check(parameters == inputs, name + " takes other columns than its step gives");
  check(results == stage.computed, name + " gives other columns than its step states");
  check(accumulated == stage.accumulated, name + " accumulates other values than its step states");
  check(function->accumulations == stage.accumulations, name + " accumulates otherwise than its step states");
  check(!function->hidesMask || stage.outputs.empty(), name + " has no mask for the rows that leave");
}

Batch PipelineVerifier::pass(const StageStep &stage, const Batch &entering) {
  if (stage.kernel) checkKernel(stage, entering);
  check(stage.kernel || (stage.computed.empty() && !stage.filters), "a stage without a kernel computes");
  check(stage.kernel || stage.accumulations.empty(), "a stage without a kernel accumulates");
  Batch leaving;
  for (const StageOutput &output : stage.outputs) {
    const Batch &from = output.computed ? stage.computed : entering;
    for (const ColumnType &type : pick(from, {output.index}, "an output of a stage")) leaving.push_back(type);
  }
  return leaving;
}

Batch PipelineVerifier::pass(const ProbeStep &probe, const Batch &entering) {
  if (!check(probe.joinTable < built_.size() && built_[probe.joinTable], "it probes what is not built yet"))
    return {};
  Batch build = typesOf(plan_.joinTables[probe.joinTable]);
  pick(entering, probe.keys, "the keys of a probe");
  Batch leaving = pick(entering, probe.probeOutputs, "an output of a probe");
  for (ColumnType type : pick(build, probe.buildOutputs, "an output of a join table")) {
    type.nullable |= probe.kind == JoinKind::Left;
    leaving.push_back(type);
  }
  bool oneSided = probe.kind == JoinKind::Semi || probe.kind == JoinKind::Anti;
  check(!oneSided || probe.buildOutputs.empty(), "a semi or anti join gives columns of its right side");
  if (!probe.condition) return leaving;
  Batch pairs = entering;
  pairs.insert(pairs.end(), build.begin(), build.end());
  check(probe.condition->kernel && probe.condition->filters, "the condition of a join is a filter");
  if (probe.condition->kernel) checkKernel(*probe.condition, pairs);
  return leaving;
}

void PipelineVerifier::leave(uint32_t table, const Batch &batch) {
  if (!check(table < filled_.size(), "no such table")) return;
  check(typesOf(plan_.tables[table]) == batch, "it leaves other columns than table " + std::to_string(table));
  filled_[table] = true;
}

void PipelineVerifier::end(const AggregateSink &sink, const Batch &entering) {
  Batch batch = entering;
  if (sink.stage) {
    check(sink.stage->kernel && sink.stage->byGroup == !sink.keys.empty(), "the stage of an aggregate");
    Batch leaving = pass(*sink.stage, entering);
    if (sink.keys.empty()) batch = std::move(leaving);
    check(sink.keys.empty() || pick(entering, sink.stage->inputs, "a group") == sink.stage->accumulated,
          "by group the inputs are accumulated");
    if (sink.keys.empty()) batch.insert(batch.end(), sink.stage->accumulated.begin(), sink.stage->accumulated.end());
  }
  Batch row = pick(batch, sink.keys, "the keys of an aggregate");
  for (const AggregateSpec &spec : sink.aggregates) {
    for (auto column : {spec.argument, spec.where})
      if (column) pick(batch, {*column}, "an aggregate");
    row.push_back(spec.result);
  }
  leave(sink.table, row);
}

void PipelineVerifier::end(const SortSink &sink, const Batch &batch) {
  for (const SortKey &key : sink.keys) pick(batch, {key.column}, "a key to sort by");
  leave(sink.table, batch);
}

void PipelineVerifier::end(const DistinctSink &sink, const Batch &batch) {
  pick(batch, sink.keys, "the keys of distinct rows");
  leave(sink.table, batch);
}

void PipelineVerifier::end(const JoinBuildSink &sink, const Batch &batch) {
  pick(batch, sink.keys, "the keys of a join table");
  if (!check(sink.joinTable < built_.size(), "no such join table")) return;
  check(typesOf(plan_.joinTables[sink.joinTable]) == batch,
        "it leaves other columns than the join table has");
  built_[sink.joinTable] = true;
}

std::vector<std::string> PipelineVerifier::run() {
  bool writes = false;
  for (const PipelineSpec &pipeline : plan_.pipelines) {
    Batch batch = std::visit([&](const auto &source) { return begin(source); }, pipeline.source);
    for (const StepSpec &step : pipeline.steps)
      batch = std::visit([&](const auto &passed) { return pass(passed, batch); }, step);
    std::visit([&](const auto &sink) { end(sink, batch); }, pipeline.sink);
    writes |= std::holds_alternative<WriteCsvSink>(pipeline.sink) ||
              std::holds_alternative<WriteParquetSink>(pipeline.sink);
    ++pipeline_;
  }
  bool hasResult = plan_.result < filled_.size() && filled_[plan_.result];
  if (!writes && !hasResult) problems_.push_back("no pipeline leaves the result");
  return std::move(problems_);
}

} // namespace

std::vector<std::string> verifyPipelines(const PlanSpec &plan, const ir::Module &module) {
  return PipelineVerifier(plan, module).run();
}

} // namespace flow::pipeline
