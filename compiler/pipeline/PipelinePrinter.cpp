#include "compiler/pipeline/PipelinePrinter.h"

namespace flow::pipeline {

using namespace abi;

namespace {

template <typename List, typename Text> std::string joined(const List &list, Text &&text) {
  std::string result;
  for (const auto &item : list) result += (result.empty() ? "" : ", ") + text(item);
  return result;
}

std::string number(uint64_t value) { return std::to_string(value); }
std::string column(uint32_t index) { return "#" + number(index); }
std::string columns(const std::vector<uint32_t> &list) { return joined(list, column); }
std::string by(const std::vector<uint32_t> &keys) {
  return keys.empty() ? "" : " by (" + columns(keys) + ")";
}
std::string site(uint32_t index) { return index == 0 ? "" : " !" + number(index); }
std::string captured(const std::optional<uint32_t> &offset, std::string otherwise) {
  return offset ? "@" + number(*offset) : std::move(otherwise);
}
std::string path(const TextOperand &text) { return captured(text.capture, "\"" + text.text + "\""); }

std::string row(const RowSpec &row) {
  if (row.empty()) return "{}";
  return "{ " + joined(row, [](const ColumnSpec &spec) { return spec.name + ": " + typeText(spec.type); }) +
         " }";
}

std::string readRow(const RowSpec &whole, const std::vector<uint32_t> &read) {
  RowSpec picked;
  for (uint32_t index : read) picked.push_back(whole[index]);
  return row(picked);
}

const char *name(JoinKind kind) {
  switch (kind) {
  case JoinKind::Inner: return "inner";
  case JoinKind::Left: return "left";
  case JoinKind::Semi: return "semi";
  case JoinKind::Anti: return "anti";
  }
  return "?";
}

const char *name(AggregateKind kind) {
  switch (kind) {
#define FLOW_AGGREGATE(Name, Text, TakesArgument)                                                            \
  case AggregateKind::Name: return Text;
#include "runtime/abi/Aggregates.def"
  }
  return "?";
}

class PipelinePrinter {
public:
  explicit PipelinePrinter(const PlanSpec &plan) : plan_(plan) {}
  std::string run() const;

private:
  // ---- sources
  template <typename FileSource> std::string file(const FileSource &source) const {
    RowSpec row = source.row;
    row.insert(row.end(), source.partitions.begin(), source.partitions.end());
    return path(source.path) + " " + readRow(row, source.columns) +
           (source.bounds.empty() ? "" : " bounds " + number(source.bounds.size())) + site(source.site);
  }
  std::string text(const CsvSource &source) const { return "csv " + file(source); }
  std::string text(const BadCsvSource &source) const {
    return "csv.bad " + path(source.file.path) + " " + readRow(badRowSpec(), source.columns) + site(source.file.site);
  }
  std::string text(const ParquetSource &source) const { return "parquet " + file(source); }
  std::string text(const TableSource &source) const {
    return "table " + number(source.table) + " " + readRow(plan_.tables[source.table], source.columns);
  }
  std::string text(const RangeSource &source) const {
    return "range " + captured(source.beginCapture, std::to_string(source.begin)) + " .. " +
           captured(source.endCapture, std::to_string(source.end));
  }
  std::string text(const ListSource &source) const {
    return "list @" + number(source.capture) + " " + readRow(source.row, source.columns);
  }
  std::string text(const InputSource &source) const {
    return "input " + number(source.input) + (source.capture ? " = @" + number(*source.capture) : "") + " " +
           readRow(source.row, source.columns);
  }

  // ---- steps
  std::string call(const StageStep &stage) const {
    return plan_.kernels[*stage.kernel] + " (" + columns(stage.inputs) + ")";
  }
  std::string text(const StageStep &stage) const;
  std::string text(const ProbeStep &probe) const;
  std::string text(const TakeStep &take) const {
    std::string count = take.count == UINT64_MAX ? "all" : number(take.count);
    return "take " + captured(take.countCapture, std::move(count)) +
           (take.skip || take.skipCapture ? " skip " + captured(take.skipCapture, number(take.skip)) : "") +
           site(take.site);
  }

  // ---- sinks
  std::string text(const AggregateSink &sink) const;
  std::string text(const SortSink &sink) const;
  std::string text(const CollectSink &sink) const { return "collect table " + number(sink.table); }
  std::string text(const DistinctSink &sink) const {
    return "distinct table " + number(sink.table) + by(sink.keys) + (sink.keepsLast ? " last" : "");
  }
  std::string text(const JoinBuildSink &sink) const {
    return "build join " + number(sink.joinTable) + by(sink.keys);
  }
  std::string text(const WriteCsvSink &sink) const {
    return "write.csv " + path(sink.path) + " " + row(sink.row) + site(sink.site);
  }
  std::string text(const WriteParquetSink &sink) const {
    return "write.parquet " + path(sink.path) + " " + row(sink.row) +
           (sink.compression.empty() ? "" : " compression " + sink.compression) + site(sink.site);
  }

  const PlanSpec &plan_;
};

std::string PipelinePrinter::text(const StageStep &stage) const {
  std::string outputs = joined(stage.outputs, [&](const StageOutput &output) {
    return output.computed ? typeText(stage.computed[output.index]) + " computed " + number(output.index)
                           : column(output.index);
  });
  if (!stage.kernel) return "select " + outputs;
  std::string accumulations = joined(stage.accumulations, [&](const Accumulation &accumulation) {
    auto value = [&](uint32_t index) { return column(static_cast<uint32_t>(stage.outputs.size()) + index); };
    return std::string(nameOf(accumulation.kind)) + (accumulation.value ? " " + value(*accumulation.value) : "") +
           (accumulation.where ? " where " + value(*accumulation.where) : "");
  });
  return "stage " + call(stage) + (stage.filters ? " filters" : "") + (outputs.empty() ? "" : " -> " + outputs) +
         (accumulations.empty() ? "" : (stage.byGroup ? " accumulates by group " : " accumulates ") + accumulations);
}

std::string PipelinePrinter::text(const ProbeStep &probe) const {
  return "probe " + std::string(name(probe.kind)) + " join " + number(probe.joinTable) + " on (" +
         columns(probe.keys) + ") -> " + columns(probe.probeOutputs) + " | " + columns(probe.buildOutputs) +
         (probe.condition ? " where " + call(*probe.condition) : "") +
         (probe.partners == JoinPartners::First  ? " first"
          : probe.partners == JoinPartners::Only ? " only" + site(probe.site)
                                                 : "");
}

std::string PipelinePrinter::text(const AggregateSink &sink) const {
  std::string aggregates = joined(sink.aggregates, [](const AggregateSpec &spec) {
    std::string argument = spec.argument ? column(*spec.argument) : "";
    if (spec.kind == AggregateKind::Quantile) argument += ", " + std::to_string(spec.parameter);
    return std::string(name(spec.kind)) + "(" + argument + "): " + typeText(spec.result) +
           (spec.where ? " where " + column(*spec.where) : "") + site(spec.site);
  });
  std::string stage = sink.stage ? " in " + text(*sink.stage) : "";
  return "aggregate table " + number(sink.table) + by(sink.keys) + stage + " { " + aggregates + " }";
}

std::string PipelinePrinter::text(const SortSink &sink) const {
  std::string keys = joined(sink.keys, [](const SortKey &key) {
    return column(key.column) + (key.descending ? " desc" : "") + (key.nullsFirst ? " nulls_first" : "");
  });
  std::string limit = sink.limit ? number(*sink.limit) : captured(sink.limitCapture, "");
  return "sort table " + number(sink.table) + " by (" + keys + ")" + (limit.empty() ? "" : " limit " + limit);
}

std::string PipelinePrinter::run() const {
  std::string result;
  bool writes = false;
  auto line = [&](const char *before, const auto &spec) {
    result += before + std::visit([&](const auto &what) { return text(what); }, spec) + "\n";
  };
  for (size_t i = 0; i < plan_.pipelines.size(); ++i) {
    const PipelineSpec &pipeline = plan_.pipelines[i];
    result += "pipeline " + number(i) + "\n";
    line("  ", pipeline.source);
    for (const StepSpec &step : pipeline.steps) line("  ", step);
    line("  => ", pipeline.sink);
    writes |= std::holds_alternative<WriteCsvSink>(pipeline.sink) ||
              std::holds_alternative<WriteParquetSink>(pipeline.sink);
  }
  for (size_t i = 0; i < plan_.tables.size(); ++i)
    result += "table " + number(i) + " " + row(plan_.tables[i]) + "\n";
  for (size_t i = 0; i < plan_.joinTables.size(); ++i)
    result += "join " + number(i) + " " + row(plan_.joinTables[i]) + "\n";
  if (!writes) result += "result table " + number(plan_.result) + "\n";
  return result;
}

} // namespace

std::string dumpPipelines(const PlanSpec &plan) { return PipelinePrinter(plan).run(); }

} // namespace flow::pipeline
