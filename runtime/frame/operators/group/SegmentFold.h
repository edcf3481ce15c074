#pragma once
// The groups of a segment while it is read, folded: a number for each key, a state row for each group.

#include "runtime/frame/operators/group/GroupAccumulators.h"
#include "runtime/frame/operators/group/SegmentGroups.h"
#include "runtime/frame/operators/group/SegmentKeys.h"

namespace flow::frame {

class SegmentFold {
public:
  /// `stage` may be null.
  SegmentFold(const KeyLayout &keys, const AggregateLayout &aggregates, const GroupStage *stage, MemoryPool &pool);

  /// `keys` and `inputs` are those of the batch.
  Status push(const Batch &batch, std::span<const ColumnView> keys, std::span<const AccumulatorInput> inputs);
  /// Groups so far.
  uint32_t size() const { return keys_.size(); }
  /// Of the last rows, the numbers of their groups, by first appearance.
  std::span<const uint32_t> numbers() const { return numbers_; }
  /// Groups will be kept from one segment to the next, as long as their keys are in an array.
  void keepGroups() { keys_.allowLargeWindow(); }
  bool canKeepGroups() const { return keys_.isDirect(); }
  /// The groups, ordered by partition; then begins anew.
  Result<std::unique_ptr<SegmentGroups>> take();
  /// The groups from `first` on as groups without rows.
  Result<std::unique_ptr<SegmentGroups>> newGroups(uint32_t first) const;

private:
  Status update(std::span<const AccumulatorInput> inputs);
  void takeStates(char *states, const uint32_t *placeOf);
  /// Keys and order of the groups from `first` on; group first + i goes to place places[i].
  Result<std::unique_ptr<SegmentGroups>> orderGroups(uint32_t first, PoolArray<uint64_t> &hashes,
                                                     PoolArray<uint32_t> &places) const;
  Status takeLogs(SegmentGroups &groups, const uint32_t *placeOf, const uint64_t *hashes);

  const KeyLayout *keyLayout_;
  const AggregateLayout *aggregates_;
  MemoryPool *pool_;
  SegmentKeys keys_;
  std::optional<GroupAccumulators> accumulators_; // of what the stage accumulates
  PoolArray<char> states_;                        // of the others; empty when there are none
  bool hasStates_ = false;
  std::vector<std::unique_ptr<LogBuilder>> logs_;
  std::vector<uint32_t> numbers_;
};

} // namespace flow::frame
