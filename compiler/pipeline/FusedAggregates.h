#pragma once
// Which aggregates the loop of a stage computes, and what it must accumulate for them. An aggregate without a fused
// form gets columns of the batch that leaves the stage.

#include "compiler/pipeline/RowStream.h"
#include "runtime/abi/Plan.h"

namespace flow::pipeline {

class FusedAggregates {
public:
  /// Columns that fields name are those of the stream's row.
  explicit FusedAggregates(const RowStream &stream) : stream_(stream) {}

  void add(const ir::AggregateField &field);
  /// After the last add: accumulated values are columns of the batch, by group, in its order.
  void accumulateByGroup();
  /// Of none there is no need of a loop that accumulates.
  bool isEmpty() const { return results_.accumulations.empty(); }
  const StageResults &results() const { return results_; }
  /// After the last add: the field's argument and `where:` as an AggregateSink with the stage counts them.
  void place(const ir::AggregateField &field, abi::AggregateSpec &spec) const;

private:
  bool isFused(const ir::AggregateField &field) const;
  const ir::Type *typeOf(uint32_t column) const { return stream_.columns()[stream_.row[column]].type; }
  std::optional<uint32_t> accumulated(std::optional<uint32_t> column);
  void accumulate(abi::AccumulatorKind kind, std::optional<uint32_t> value, std::optional<uint32_t> where);
  void leave(std::optional<uint32_t> column);

  const RowStream &stream_;
  StageResults results_;
};

} // namespace flow::pipeline
