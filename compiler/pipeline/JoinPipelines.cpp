// Joins: the right side fills a join table, the left one streams through the probe. Of a reduced join the left side is
// stored first, and only right rows that it has the keys of fill the table.
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
  stream.settleRow(kernels_); // what fails for a row fails whether it has a partner or not
  if (join.isReduced) stream.step(reduction(node, join, stream));
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

/// Stores the left side and makes a join table of its keys; the step keeps the rows that have a partner in it.
abi::ProbeStep PlanCutter::reduction(const PlanNode &node, const Join &join, const RowStream &right) {
  const PlanNode &left = *node.input(0);
  if (streams_.contains(&left)) collect(left, inputOf(node, 0));
  ColumnSet keys(left.columns().size());
  for (uint32_t key : join.leftKeys) keys[key] = true;
  auto stored = tables_.find(&left);
  RowStream stream = stored != tables_.end() ? sources_.table(stored->second, left, keys)
                                             : sources_.scan(left, keys); // a cheap one
  std::vector<uint32_t> places(keys.size(), kNoColumn);
  uint32_t next = 0;
  for (uint32_t column : membersOf(keys)) places[column] = next++;
  abi::ProbeStep step;
  step.joinTable = static_cast<uint32_t>(spec_.joinTables.size());
  step.kind = abi::JoinKind::Semi;
  abi::JoinBuildSink sink{step.joinTable, {}};
  for (size_t i = 0; i < join.leftKeys.size(); ++i) {
    sink.keys.push_back(places[join.leftKeys[i]]);
    step.keys.push_back(*right.position(right.row[join.rightKeys[i]]));
  }
  for (uint32_t column = 0; column < right.batchColumns(); ++column) step.probeOutputs.push_back(column);
  spec_.joinTables.push_back(rowOf(left, keys));
  stream.settleRow(kernels_);
  finish(std::move(stream), std::move(sink));
  return step;
}

/// A stage over pairs: the columns of the probe batch, then those of the join table.
abi::StageStep PlanCutter::conditionOf(const Join &join, const RowStream &left, const BuildTable &table) {
  std::vector<StreamColumn> columns = left.columns();
  for (StreamColumn &column : columns) column.fieldSite = 0; // the probe has read them
  auto firstRight = static_cast<ColumnId>(columns.size());
  for (uint32_t i = 0; i < table.types.size(); ++i)
    columns.push_back({table.types[i], left.batchColumns() + i, nullptr, {}, 0});
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
  std::vector<uint32_t> sites;                        // of fields that are passed on unread
  std::map<std::pair<bool, uint32_t>, size_t> places; // in the leaving batch
  for (bool fromRight : {false, true}) {
    for (uint32_t i : fields) {
      const JoinField &field = join.fields[i];
      if (field.fromRight != fromRight) continue;
      uint32_t column = fromRight ? table.columns[field.column] : *left.position(left.row[field.column]);
      if (!places.try_emplace({fromRight, column}, types.size()).second) continue;
      types.push_back(node.columns()[i].type);
      sites.push_back(fromRight ? 0 : left.columns()[left.row[field.column]].fieldSite);
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
  for (size_t i = 0; i < ids.size(); ++i) left.setFieldSite(ids[i], sites[i]);
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
