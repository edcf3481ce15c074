#pragma once
// The groups of one partition: keys, states and logs, merged segment after segment in source order.

#include "runtime/frame/operators/KeyTable.h"
#include "runtime/frame/operators/aggregate/AggregateLayout.h"
#include "runtime/frame/operators/group/SegmentGroups.h"

#include <mutex>

namespace flow::frame {

class GroupPartition {
public:
  GroupPartition(uint32_t number, const KeyLayout &keys, const AggregateLayout &aggregates, MemoryPool &pool);

  uint32_t size() const { return table_.size(); }
  const uint64_t *key(uint32_t group) const { return table_.key(group); }
  const char *state(uint32_t group) const { return states_.data() + size_t(group) * aggregates_->rowBytes(); }
  /// Where a group came first: number of the handed-over segment in the upper half, ordinal in the lower.
  uint64_t origin(uint32_t group) const { return origins_[group]; }

  const HeapList &textHeaps() const { return heap_.blocks(); }

  /// Merges this partition's part of the segment with number `segment` among the handed-over ones.
  Status merge(SegmentGroups &groups, uint32_t segment);
  /// After the last merge: answers of logs are in the states, and memory that only merging needs is given
  /// back.
  Status seal();

  /// Segments merged so far, and the lock of whoever merges.
  std::mutex mutex;
  uint32_t merged = 0;

private:
  Status mergeStates(const SegmentGroups &groups, uint32_t begin, uint32_t count, const uint32_t *numbers);

  uint32_t number_;
  const AggregateLayout *aggregates_;
  KeyTable table_;
  PoolArray<char> states_;
  PoolArray<uint64_t> origins_;
  PoolArray<uint32_t> numbers_; // of the groups of the segment being merged
  std::vector<std::unique_ptr<LogMerger>> logs_;
  StringHeap heap_; // texts of keys and states
};

} // namespace flow::frame
