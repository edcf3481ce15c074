#include "runtime/frame/exec/PipelineRows.h"

#include "runtime/abi/Check.h"

namespace flow::frame {

using abi::RowSpec;

namespace {

RowSpec pick(const RowSpec &row, const std::vector<uint32_t> &columns) {
  RowSpec picked;
  for (uint32_t column : columns) {
    FLOW_CHECK_LT(column, row.size(), "a column of a plan");
    picked.push_back(row[column]);
  }
  return picked;
}

/// Of a file's columns, then those of its path.
RowSpec pick(RowSpec row, const RowSpec &partitions, const std::vector<uint32_t> &columns) {
  row.insert(row.end(), partitions.begin(), partitions.end());
  return pick(row, columns);
}

RowSpec afterStage(const abi::StageStep &stage, const RowSpec &entering) {
  RowSpec leaving;
  for (const abi::StageOutput &output : stage.outputs) {
    FLOW_CHECK_LT(output.index, output.computed ? stage.computed.size() : entering.size(),
                  "an output of a stage");
    leaving.push_back(output.computed ? abi::ColumnSpec{"", stage.computed[output.index]}
                                      : entering[output.index]);
  }
  return leaving;
}

RowSpec afterProbe(const abi::ProbeStep &probe, const RowSpec &entering, const abi::PlanSpec &plan) {
  RowSpec leaving = pick(entering, probe.probeOutputs);
  for (abi::ColumnSpec &column : pick(plan.joinTables[probe.joinTable], probe.buildOutputs)) {
    column.type.nullable |= probe.kind == abi::JoinKind::Left;
    leaving.push_back(std::move(column));
  }
  return leaving;
}

} // namespace

RowSpec rowOfSource(const abi::SourceSpec &source, const abi::PlanSpec &plan) {
  if (const auto *csv = std::get_if<abi::CsvSource>(&source)) return pick(csv->row, csv->partitions, csv->columns);
  if (const auto *bad = std::get_if<abi::BadCsvSource>(&source)) return pick(abi::badRowSpec(), bad->columns);
  if (const auto *parquet = std::get_if<abi::ParquetSource>(&source))
    return pick(parquet->row, parquet->partitions, parquet->columns);
  if (const auto *list = std::get_if<abi::ListSource>(&source)) return pick(list->row, list->columns);
  if (const auto *input = std::get_if<abi::InputSource>(&source)) return pick(input->row, input->columns);
  if (const auto *table = std::get_if<abi::TableSource>(&source)) {
    FLOW_CHECK_LT(table->table, plan.tables.size(), "a table of a plan");
    return pick(plan.tables[table->table], table->columns);
  }
  return {{std::get<abi::RangeSource>(source).name, {abi::ColumnKind::I64, 0, 0, false}}};
}

RowSpec rowAfter(const abi::StepSpec &step, const RowSpec &entering, const abi::PlanSpec &plan) {
  if (const auto *stage = std::get_if<abi::StageStep>(&step)) return afterStage(*stage, entering);
  if (const auto *probe = std::get_if<abi::ProbeStep>(&step)) return afterProbe(*probe, entering, plan);
  return entering;
}

std::vector<abi::ColumnType> typesOf(const RowSpec &row) {
  std::vector<abi::ColumnType> types;
  for (const abi::ColumnSpec &column : row) types.push_back(column.type);
  return types;
}

} // namespace flow::frame
