// Aggregates: the end of a pipeline.
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
  abi::AggregateSink sink = aggregate.keys.empty() ? aggregateAll(node, aggregate, stream)
                                                   : aggregateGroups(node, aggregate, stream);
  ColumnSet stored = demandOf(node); // the table has all keys
  std::fill_n(stored.begin(), aggregate.keys.size(), true);
  sink.table = storeTable(node, stored);
  finish(std::move(stream), std::move(sink));
}

/// Without keys, in the loop that evaluates what is pending. When nothing is, operators are as fast, and nothing has to
/// be compiled.
abi::AggregateSink PlanCutter::aggregateAll(const PlanNode &node, const Aggregate &aggregate, RowStream &stream) {
  std::vector<uint32_t> read = readAggregates(node, aggregate);
  FusedAggregates fused(stream);
  if (stream.isPending(stream.demandedColumns()))
    for (uint32_t column : read) fused.add(aggregate.fields[column]);
  if (fused.isEmpty()) return aggregateColumns(node, aggregate, stream);
  abi::AggregateSink sink;
  for (uint32_t column : read) {
    abi::AggregateSpec &spec = sink.aggregates.emplace_back(specOf(node, aggregate, column));
    fused.place(aggregate.fields[column], spec);
  }
  sink.stage = stream.accumulate(fused.results(), kernels_);
  return sink;
}

/// A single accumulation is no faster in generated code than in an operator.
abi::AggregateSink PlanCutter::aggregateGroups(const PlanNode &node, const Aggregate &aggregate, RowStream &stream) {
  abi::AggregateSink sink = aggregateColumns(node, aggregate, stream);
  FusedAggregates fused(stream);
  for (uint32_t column : readAggregates(node, aggregate)) fused.add(aggregate.fields[column - aggregate.keys.size()]);
  if (fused.results().accumulations.size() < 2) return sink;
  fused.accumulateByGroup();
  sink.stage = stream.accumulate(fused.results(), kernels_);
  return sink;
}

/// Of columns of the batch.
abi::AggregateSink PlanCutter::aggregateColumns(const PlanNode &node, const Aggregate &aggregate, RowStream &stream) {
  stream.settle(stream.demandedColumns(), BatchShape::Any, kernels_);
  auto position = [&](uint32_t column) { return *stream.position(stream.row[column]); };
  abi::AggregateSink sink;
  for (uint32_t key : aggregate.keys) sink.keys.push_back(position(key));
  for (uint32_t column : readAggregates(node, aggregate)) {
    abi::AggregateSpec &spec = sink.aggregates.emplace_back(specOf(node, aggregate, column));
    const AggregateField &field = aggregate.fields[column - aggregate.keys.size()];
    if (field.argument) spec.argument = position(*field.argument);
    if (field.where) spec.where = position(*field.where);
  }
  return sink;
}

} // namespace flow::pipeline
