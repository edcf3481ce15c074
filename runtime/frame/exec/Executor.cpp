#include "runtime/frame/exec/Executor.h"

#include "runtime/frame/exec/Captures.h"
#include "runtime/frame/exec/PipelineRows.h"
#include "runtime/frame/exec/PipelineRun.h"
#include "runtime/frame/exec/SinkFactory.h"
#include "runtime/frame/operators/FieldCheck.h"
#include "runtime/frame/operators/join/ProbeOperator.h"
#include "runtime/frame/operators/source/ListScan.h"
#include "runtime/frame/operators/source/RangeScan.h"
#include "runtime/frame/operators/source/TableScan.h"
#include "runtime/frame/operators/stage/StageOperator.h"

#include <deque>

namespace flow::frame {

namespace {

/// One run of a plan: what its pipelines have left so far.
class Execution {
public:
  Execution(const abi::PlanSpec &plan, KernelProvider &kernels, const ExecuteOptions &options)
      : plan_(plan), kernels_(kernels), options_(options), results_(plan) {
    FLOW_CHECK(options.workers && options.memory, "workers and memory are required");
    FLOW_CHECK(options.batchRows >= 1 && options.batchRows <= abi::kBatchRows,
               "rows of a batch: ", options.batchRows);
    query_.memory = options.memory;
    query_.workers = options.workers;
    query_.captures = options.captures;
    query_.capturedTexts = options.capturedTexts;
    query_.sites = options.sites;
    query_.cancelled = options.cancelled;
    query_.batchRows = options.batchRows;
    if (options.progress) query_.rowsRead = &options.progress->rowsRead;
  }

  Result<Table> run();

private:
  Status runPipeline(const abi::PipelineSpec &pipeline);
  Result<std::unique_ptr<Source>> openSource(const abi::SourceSpec &spec);
  Status prepareTakes(const abi::PipelineSpec &pipeline, std::deque<TakeProgress> &takes);
  std::vector<std::unique_ptr<Step>> makeSteps(const abi::PipelineSpec &pipeline,
                                               std::deque<TakeProgress> &takes, ChainState &chain);
  void releaseAfter(size_t pipeline);
  bool isReadAfter(size_t pipeline, uint32_t table, bool isJoinTable) const;

  const abi::PlanSpec &plan_;
  KernelProvider &kernels_;
  const ExecuteOptions &options_;
  QueryContext query_;
  PipelineResults results_;
};

Result<Table> Execution::run() {
  if (options_.progress) options_.progress->pipelines = static_cast<uint32_t>(plan_.pipelines.size());
  for (size_t number = 0; number < plan_.pipelines.size(); ++number) {
    FLOW_TRY(runPipeline(plan_.pipelines[number]));
    releaseAfter(number);
    if (options_.progress) options_.progress->pipelinesDone.fetch_add(1, std::memory_order_relaxed);
  }
  if (plan_.result >= results_.tables.size()) return Table();
  return std::move(results_.tables[plan_.result]);
}

Status Execution::runPipeline(const abi::PipelineSpec &pipeline) {
  std::deque<TakeProgress> takes;
  FLOW_TRY(prepareTakes(pipeline, takes));
  Result<std::unique_ptr<Source>> source = openSource(pipeline.source);
  if (!source.ok()) return source.takeFailure();
  RowSpec row = rowOfSource(pipeline.source, plan_);
  for (const abi::StepSpec &step : pipeline.steps) row = rowAfter(step, row, plan_);
  Result<std::unique_ptr<PlannedSink>> sink = makeSink(pipeline.sink, row, {&plan_, &kernels_, query_}, options_.files);
  if (!sink.ok()) return sink.takeFailure();

  PipelineParts parts;
  parts.source = source->get();
  parts.sink = &(*sink)->sink();
  for (TakeProgress &take : takes) parts.takes.push_back(&take);
  parts.makeSteps = [&](ChainState &chain) { return makeSteps(pipeline, takes, chain); };
  FLOW_TRY(PipelineRun(std::move(parts), query_, options_.progress).run());
  return (*sink)->deliver(results_);
}

Result<std::unique_ptr<Source>> Execution::openSource(const abi::SourceSpec &spec) {
  using Opened = Result<std::unique_ptr<Source>>;
  auto openFile = [&](const auto &file, uint32_t site) -> Opened {
    FLOW_CHECK(options_.files != nullptr, "a plan that reads files runs without a source factory");
    Opened source = options_.files->open(file, query_);
    if (source.ok()) return source;
    Failure failure = source.takeFailure();
    if (failure.site == 0) failure.site = site;
    return failure;
  };
  if (const auto *csv = std::get_if<abi::CsvSource>(&spec)) return openFile(*csv, csv->site);
  if (const auto *bad = std::get_if<abi::BadCsvSource>(&spec)) return openFile(*bad, bad->file.site);
  if (const auto *parquet = std::get_if<abi::ParquetSource>(&spec)) return openFile(*parquet, parquet->site);
  if (const auto *table = std::get_if<abi::TableSource>(&spec)) {
    return Opened(std::make_unique<TableScan>(results_.tables[table->table], table->columns));
  }
  if (const auto *input = std::get_if<abi::InputSource>(&spec)) {
    FLOW_CHECK_LT(input->input, options_.inputs.size(), "an input of a plan");
    return Opened(std::make_unique<TableScan>(*options_.inputs[input->input], input->columns));
  }
  if (const auto *list = std::get_if<abi::ListSource>(&spec)) {
    const auto *records = captured<const abi::ListObject *>(query_.captures, list->capture);
    return Opened(std::make_unique<ListScan>(records, list->row, list->columns, *query_.memory));
  }
  const auto &range = std::get<abi::RangeSource>(spec);
  int64_t begin = range.begin, end = range.end;
  if (range.beginCapture) begin = captured<int64_t>(query_.captures, *range.beginCapture);
  if (range.endCapture) end = captured<int64_t>(query_.captures, *range.endCapture);
  return Opened(std::make_unique<RangeScan>(begin, end));
}

Status Execution::prepareTakes(const abi::PipelineSpec &pipeline, std::deque<TakeProgress> &takes) {
  for (const abi::StepSpec &step : pipeline.steps) {
    const auto *take = std::get_if<abi::TakeStep>(&step);
    if (!take) continue;
    uint64_t skip = take->skip, count = take->count;
    for (auto [capture, number] : {std::pair(take->skipCapture, &skip), std::pair(take->countCapture, &count)}) {
      if (!capture) continue;
      const auto value = captured<int64_t>(query_.captures, *capture);
      if (value < 0) return failureAt(plan_, take->site);
      *number = static_cast<uint64_t>(value);
    }
    TakeProgress &progress = takes.emplace_back();
    progress.skip = skip;
    if (__builtin_add_overflow(skip, count, &progress.end)) progress.end = UINT64_MAX;
  }
  return {};
}

std::vector<std::unique_ptr<Step>> Execution::makeSteps(const abi::PipelineSpec &pipeline,
                                                        std::deque<TakeProgress> &takes, ChainState &chain) {
  const StageSetting setting{&plan_, &kernels_, query_};
  RowSpec row = rowOfSource(pipeline.source, plan_);
  std::vector<std::unique_ptr<Step>> steps;
  const bool hasBadFields = mayGiveBadFields(pipeline.source);
  auto check = [&](std::vector<ReadColumn> columns) {
    steps.push_back(std::make_unique<FieldCheck>(std::move(columns), static_cast<int>(steps.size()), chain));
  };
  size_t nextTake = 0;
  for (const abi::StepSpec &step : pipeline.steps) {
    const auto *probed = std::get_if<abi::ProbeStep>(&step);
    const bool fillsJoin = std::holds_alternative<abi::JoinBuildSink>(pipeline.sink) && &step == &pipeline.steps.back();
    if (probed && hasBadFields) check(readBy(*probed, row.size(), fillsJoin));
    const auto number = static_cast<int>(steps.size());
    if (const auto *stage = std::get_if<abi::StageStep>(&step)) {
      steps.push_back(std::make_unique<StageOperator>(*stage, row, setting, number, chain));
    } else if (const auto *probe = std::get_if<abi::ProbeStep>(&step)) {
      const JoinTable &table = *results_.joinTables[probe->joinTable];
      steps.push_back(std::make_unique<ProbeOperator>(*probe, table, row, setting, number, chain));
    } else {
      steps.push_back(std::make_unique<TakeOperator>(takes[nextTake++], row, query_, number, chain));
    }
    row = rowAfter(step, row, plan_);
  }
  auto read = readBy(pipeline.sink, row.size(), plan_.result);
  if (hasBadFields && read) check(std::move(*read));
  return steps;
}

bool Execution::isReadAfter(size_t pipeline, uint32_t table, bool isJoinTable) const {
  for (size_t later = pipeline + 1; later < plan_.pipelines.size(); ++later) {
    const abi::PipelineSpec &spec = plan_.pipelines[later];
    if (!isJoinTable) {
      const auto *source = std::get_if<abi::TableSource>(&spec.source);
      if (source && source->table == table) return true;
      continue;
    }
    for (const abi::StepSpec &step : spec.steps) {
      const auto *probe = std::get_if<abi::ProbeStep>(&step);
      if (probe && probe->joinTable == table) return true;
    }
  }
  return false;
}

/// Gives back what no later pipeline reads.
void Execution::releaseAfter(size_t pipeline) {
  for (uint32_t table = 0; table < results_.tables.size(); ++table) {
    if (table != plan_.result && !isReadAfter(pipeline, table, false)) results_.tables[table].chunks.clear();
  }
  for (uint32_t table = 0; table < results_.joinTables.size(); ++table) {
    if (!isReadAfter(pipeline, table, true)) results_.joinTables[table].reset();
  }
}

} // namespace

Result<Table> execute(const abi::PlanSpec &plan, KernelProvider &kernels, const ExecuteOptions &options) {
  return Execution(plan, kernels, options).run();
}

} // namespace flow::frame
