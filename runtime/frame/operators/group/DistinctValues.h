#pragma once
// count_distinct without groups: the values are the keys of groups that have no aggregates.

#include "runtime/frame/operators/Selection.h"
#include "runtime/frame/operators/group/LocalGroups.h"

namespace flow::frame {

/// The distinct values of one column, for all workers.
using DistinctValues = GroupStore;
std::unique_ptr<DistinctValues> makeDistinctValues(const ColumnType &type, MemoryPool &pool);

/// A worker's part.
class LocalDistinctValues {
public:
  LocalDistinctValues(DistinctValues &values, const ColumnType &type)
      : groups_(values, {0}), type_(type), chosen_(values.pool()) {}

  void beginSegment(uint32_t segment) { groups_.beginSegment(segment); }
  /// Adds the values that the input counts; `heaps` keep its texts alive.
  Status push(const AccumulatorInput &input, const HeapList *heaps);
  Status endSegment() { return groups_.endSegment(); }

private:
  LocalGroups groups_;
  ColumnType type_;
  BatchBuffer chosen_;
  Selection selection_;
  Batch batch_;
};

} // namespace flow::frame
