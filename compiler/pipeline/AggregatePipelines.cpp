// Aggregates: the end of a pipeline. Without keys, what is pending before them is evaluated in one loop with them.
#include "compiler/pipeline/FusedAggregates.h"
#include "compiler/pipeline/PlanCutter.h"
#include "compiler/types/ColumnTypes.h"

namespace flow::pipeline {

using namespace ir;

std::vector<uint32_t> PlanCutter::readAggregates(const PlanNode &node, const Aggregate &aggregate) const {
  std::vector<uint32_t> columns = membersOf(demandOf(node));
  std::erase_if(columns, [&](uint32_t column) { return column < aggregate.keys.size(); });
  return columns;
}

abi::AggregateSpec PlanCutter::specOf(const PlanNode &node, const Aggregate &aggregate, uint32_t column) const {
  const AggregateField &field = aggregate.fields[column - aggregate.keys.size()];
  abi::AggregateSpec spec;
  spec.kind = field.kind;
  spec.parameter = field.parameter;
  spec.result = *types::columnTypeOf(node.columns()[column].type);
  spec.site = field.site;
  return spec;
}

void PlanCutter::add(const PlanNode &node, const Aggregate &aggregate) {
  RowStream stream = inputOf(node);
  std::vector<uint32_t> read = readAggregates(node, aggregate);
  auto fieldOf = [&](uint32_t column) -> const AggregateField & {
    return aggregate.fields[column - aggregate.keys.size()];
  };
  FusedAggregates fused(stream);
  // When nothing is to be evaluated, the operators are as fast, and nothing has to be compiled.
  if (aggregate.keys.empty() && stream.isPending(stream.demandedColumns()))
    for (uint32_t column : read) fused.add(fieldOf(column));
  if (fused.isEmpty()) stream.settle(stream.demandedColumns(), BatchShape::Any, kernels_);

  abi::AggregateSink sink;
  auto position = [&](uint32_t column) { return *stream.position(stream.row[column]); };
  for (uint32_t key : aggregate.keys) sink.keys.push_back(position(key));
  for (uint32_t column : read) {
    abi::AggregateSpec &spec = sink.aggregates.emplace_back(specOf(node, aggregate, column));
    const AggregateField &field = fieldOf(column);
    if (!fused.isEmpty()) {
      fused.place(field, spec);
      continue;
    }
    if (field.argument) spec.argument = position(*field.argument);
    if (field.where) spec.where = position(*field.where);
  }
  if (!fused.isEmpty()) sink.stage = stream.accumulate(fused.results(), kernels_);
  ColumnSet stored = demandOf(node); // the table has all keys
  std::fill_n(stored.begin(), aggregate.keys.size(), true);
  sink.table = storeTable(node, stored);
  finish(std::move(stream), std::move(sink));
}

} // namespace flow::pipeline
