#pragma once
// What the kernel of a stage accumulates by group, for the groups of one segment. The first kSplitGroups groups have
// kCopies lanes each, which rows take turns with: where few groups are, the same one comes often, and each addition
// would wait for the last. Rows take turns by their number in the segment, so the bits of a float sum depend on the
// rows alone.

#include "runtime/base/PoolArray.h"
#include "runtime/frame/operators/aggregate/AggregateLayout.h"
#include "runtime/frame/operators/stage/StageRunner.h"

namespace flow::frame {

/// A stage that accumulates by group, and the row of the batches that it takes. Outlives those who accumulate.
struct GroupStage {
  const abi::StageStep *step;
  RowSpec entering;
  StageSetting setting;
};

class GroupAccumulators {
public:
  explicit GroupAccumulators(const GroupStage &stage);

  /// Row r of the batch belongs to group numbers[r]; `groups` are all so far.
  Status add(const Batch &batch, const uint32_t *numbers, uint32_t groups);
  /// The state rows of all groups; group g gets state row places[g].
  void fold(const AggregateLayout &aggregates, const uint32_t *places, char *states);
  /// For the next segment.
  void clear();

private:
  static constexpr uint32_t kSplitGroups = 16;
  static constexpr uint32_t kCopies = 4;

  static uint32_t lanesOf(uint32_t groups) {
    return groups < kSplitGroups ? groups * kCopies : groups + kSplitGroups * (kCopies - 1);
  }
  Status grow(uint32_t groups);
  void findPlaces(const uint32_t *numbers, uint32_t rows);

  AccumulatorLayout layout_;
  StageRunner runner_;
  PoolArray<int64_t> words_; // lanes of all groups
  uint32_t groups_ = 0;
  uint32_t nextRow_ = 0; // of the segment
  std::array<uint32_t, abi::kBatchRows> places_;
};

} // namespace flow::frame
