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
  /// Groups that came first in a handed-over part are [firstOf(part), firstOf(part + 1)), and where in it.
  uint32_t firstOf(uint32_t part) const { return part == 0 ? 0 : sizes_[part - 1]; }
  uint32_t ordinal(uint32_t group) const { return ordinals_[group]; }

  const HeapList &textHeaps() const { return heap_.blocks(); }

  /// Merges this partition's slice of the next part.
  Status merge(SegmentGroups &groups);
  /// After the last merge: answers of logs are in the states, and memory that only merging needs is given
  /// back.
  Status seal();

  /// Parts merged so far.
  uint32_t merged() const { return static_cast<uint32_t>(sizes_.size()); }
  /// The lock of whoever merges.
  std::mutex mutex;

private:
  Status mergeSlice(SegmentGroups &groups, SegmentGroups::Slice slice);
  Status number(SegmentGroups &groups, uint32_t begin, uint32_t count);
  Status mergeStates(const SegmentGroups &groups, uint32_t begin, uint32_t count);
  Status mergeRows(const SegmentGroups &groups, uint32_t begin, uint32_t count);

  uint32_t number_;
  const AggregateLayout *aggregates_;
  KeyTable table_;
  PoolArray<char> states_;
  PoolArray<uint32_t> ordinals_; // in the part that showed it first, by group
  PoolArray<uint32_t> sizes_;    // groups after each part
  PoolArray<uint64_t> hashes_;   // of the elements being merged
  PoolArray<uint32_t> numbers_;  // of the elements being merged
  std::vector<std::unique_ptr<LogMerger>> logs_;
  std::vector<std::unique_ptr<LogBuilder>> logBuilders_; // for rows
  StringHeap heap_;                                      // texts of keys and states
};

} // namespace flow::frame
