#pragma once
// The sink of `agg` without groups: always one row. A segment's state is made in lanes and folded; the states
// of all segments are merged at the end, in their order. With a stage, rows go through that first; aggregates that its
// loop has accumulated are taken from there, and only the others see rows.

#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/aggregate/AggregateLayout.h"
#include "runtime/frame/operators/group/DistinctValues.h"
#include "runtime/frame/operators/stage/StageRunner.h"

#include <mutex>

namespace flow::frame {

class ScalarAggregate : public Sink {
public:
  /// `entering` is the row of the batches, `row` that of the result. The spec outlives the sink.
  ScalarAggregate(const abi::AggregateSink &spec, RowSpec entering, RowSpec row, const StageSetting &setting);

  std::unique_ptr<SinkLocal> makeLocal() override;
  Status finish() override;
  /// After finish().
  Table takeTable() { return std::move(table_); }

private:
  friend class ScalarAggregateLocal;
  /// What one segment leaves.
  struct Segment {
    PoolArray<char> state;
    std::vector<ValueLog> logs; ///< empty ones of count_distinct
  };

  /// The texts that the state refers to are copied: the memory of the segment goes.
  Status add(uint32_t segment, Segment result);
  Status mergeSegments(PoolArray<char> &state, StringHeap &heap);
  Status makeRow(const PoolArray<char> &state, const StringHeap &heap);

  const abi::AggregateSink *spec_;
  RowSpec entering_;
  StageSetting setting_;
  QueryContext query_;
  AggregateLayout layout_;
  std::vector<std::unique_ptr<DistinctValues>> distinct_; // by log; null of other logs
  std::mutex mutex_;
  std::vector<std::optional<Segment>> segments_;
  StringHeap segmentTexts_;
  Table table_;
};

} // namespace flow::frame
