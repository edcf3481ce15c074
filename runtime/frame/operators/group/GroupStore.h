#pragma once
// All groups of a sink. Workers hand over the groups of the segments that they have finished, in any order;
// they are merged strictly in the order of segments, each partition on its own. So float states add up in one
// order, and groups come out in the order of their first appearance, whatever the threads do.
//
// Who merges: a worker that has handed over merges when enough has gathered, for as many partitions as nobody
// else is at. "Enough" grows with the number of groups, so that each visit of a large table is worth its
// cache misses.

#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/group/GroupPartition.h"

#include <map>

namespace flow::frame {

class GroupStore {
public:
  /// `rowKept` is the row of which the first of each group is kept; empty when none is.
  GroupStore(std::span<const ColumnType> keyTypes, AggregateLayout aggregates, RowSpec rowKept,
             MemoryPool &pool);

  const KeyLayout &keys() const { return keys_; }
  const AggregateLayout &aggregates() const { return aggregates_; }
  const RowSpec &rowKept() const { return rowKept_; }
  MemoryPool &pool() const { return *pool_; }

  /// Takes a part of a segment; parts of one segment come in order from one worker, `isLast` closes the
  /// segment.
  Status handOver(uint32_t segment, std::unique_ptr<SegmentGroups> part, bool isLast);
  /// Takes groups that earlier parts of their worker have shown, and whose states can be merged in any order.
  void handOverKept(std::unique_ptr<SegmentGroups> groups);
  /// After all workers: merges the rest and seals.
  Status finish(const QueryContext &query);

  // After finish():
  uint64_t groupCount() const { return groupCount_; }
  const GroupPartition &partition(uint32_t number) const { return *partitions_[number]; }
  /// What keeps the texts of keys and states alive.
  HeapList textHeaps() const;
  /// All groups by first appearance: partition in the upper half, group in the lower.
  Status order(const QueryContext &query, PoolArray<uint64_t> &order) const;
  /// Handed-over parts in the order of segments; of them only first rows remain.
  const std::vector<std::shared_ptr<SegmentGroups>> &parts() const { return ready_; }

private:
  struct Waiting {
    std::vector<std::shared_ptr<SegmentGroups>> parts;
    bool isComplete = false;
  };
  Status mergePartition(uint32_t number, uint32_t end);
  std::shared_ptr<SegmentGroups> part(uint32_t number);
  Status orderPart(uint32_t part, uint64_t *order) const;

  KeyLayout keys_;
  AggregateLayout aggregates_;
  RowSpec rowKept_;
  MemoryPool *pool_;
  std::vector<std::unique_ptr<GroupPartition>> partitions_;

  std::mutex mutex_;                    // of what follows
  std::map<uint32_t, Waiting> waiting_; // segments that an earlier one is missing for
  uint32_t nextSegment_ = 0;
  std::vector<std::shared_ptr<SegmentGroups>> ready_; // in the order in which they are merged
  std::vector<std::unique_ptr<SegmentGroups>> kept_;
  uint64_t unmergedGroups_ = 0;                       // handed over since the last round of merging
  std::atomic<uint64_t> mergedGroups_{0};             // different ones, in all partitions
  uint64_t groupCount_ = 0;
};

} // namespace flow::frame
