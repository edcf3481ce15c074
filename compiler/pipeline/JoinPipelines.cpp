// Joins: the right side fills a join table, the left one streams through the probe.
#include "compiler/pipeline/PlanCutter.h"
#include "compiler/types/ColumnTypes.h"
#include "runtime/abi/Check.h"

#include <map>

namespace flow::pipeline {

using namespace ir;

PlanCutter::BuildTable PlanCutter::buildSide(const PlanNode &node, const Join &join) {
  const PlanNode &right = *node.input(1);
  ColumnSet stored = inputDemand(node, 1, demandOf(node));
  RowStream stream = inputOf(node, 1);
  stream.settleRow(kernels_);
  BuildTable table;
  table.number = static_cast<uint32_t>(spec_.joinTables.size());
  table.columns.assign(right.columns().size(), kNoColumn);
  for (uint32_t column : membersOf(stored)) {
    table.columns[column] = static_cast<uint32_t>(table.types.size());
    table.types.push_back(right.columns()[column].type);
  }
  abi::JoinBuildSink sink{table.number, {}};
  for (uint32_t key : join.rightKeys) sink.keys.push_back(table.columns[key]);
  spec_.joinTables.push_back(rowOf(right, stored));
  finish(std::move(stream), std::move(sink));
  return table;
}

/// A stage over pairs: the columns of the probe batch, then those of the join table.
abi::StageStep PlanCutter::conditionOf(const Join &join, const RowStream &left, const BuildTable &table) {
  std::vector<StreamColumn> columns = left.columns();
  auto firstRight = static_cast<ColumnId>(columns.size());
  for (uint32_t i = 0; i < table.types.size(); ++i)
    columns.push_back({table.types[i], left.batchColumns() + i, nullptr, {}});
  StreamFilter condition{&*join.condition, {}};
  auto leftColumns = static_cast<uint32_t>(left.row.size());
  for (uint32_t column : join.condition->columns)
    condition.inputs.push_back(column < leftColumns ? left.row[column]
                                                    : firstRight + table.columns[column - leftColumns]);
  return buildStage(columns, {condition}, StageResults(), kernels_);
}

/// Chooses what leaves the probe, each column once, and makes it the stream's batch and row.
void PlanCutter::startJoined(const PlanNode &node, const Join &join, const BuildTable &table, RowStream &left,
                             abi::ProbeStep &probe) {
  std::vector<uint32_t> fields = membersOf(demandOf(node));
  std::vector<const Type *> types;
  std::map<std::pair<bool, uint32_t>, size_t> places; // in the leaving batch
  for (bool fromRight : {false, true}) {
    for (uint32_t i : fields) {
      const JoinField &field = join.fields[i];
      if (field.fromRight != fromRight) continue;
      uint32_t column = fromRight ? table.columns[field.column] : *left.position(left.row[field.column]);
      if (!places.try_emplace({fromRight, column}, types.size()).second) continue;
      types.push_back(node.columns()[i].type);
      (fromRight ? probe.buildOutputs : probe.probeOutputs).push_back(column);
    }
  }
  std::vector<ColumnId> row(join.fields.size(), kNoColumn);
  std::vector<size_t> placeOf;
  for (uint32_t i : fields) {
    const JoinField &field = join.fields[i];
    uint32_t column = field.fromRight ? table.columns[field.column] : *left.position(left.row[field.column]);
    placeOf.push_back(places.at({field.fromRight, column}));
  }
  std::vector<ColumnId> ids = left.startBatch(types);
  for (size_t i = 0; i < fields.size(); ++i) row[fields[i]] = ids[placeOf[i]];
  left.row = std::move(row);
}

void PlanCutter::add(const PlanNode &node, const Join &join) {
  BuildTable table = buildSide(node, join);
  RowStream left = inputOf(node, 0);
  left.settle(left.demandedColumns(), BatchShape::Any, kernels_);
  abi::ProbeStep probe;
  probe.joinTable = table.number;
  probe.kind = join.kind;
  probe.partners = join.partners;
  probe.site = join.site;
  for (uint32_t key : join.leftKeys) probe.keys.push_back(*left.position(left.row[key]));
  if (join.condition) probe.condition = conditionOf(join, left, table);
  startJoined(node, join, table, left, probe);
  left.step(std::move(probe));
  keep(node, std::move(left));
}

} // namespace flow::pipeline
