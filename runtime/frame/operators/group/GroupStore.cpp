#include "runtime/frame/operators/group/GroupStore.h"

namespace flow::frame {

namespace {

/// Fewer handed-over groups than this are not worth a round of merging.
constexpr uint64_t kMergeRound = 32768;

} // namespace

GroupStore::GroupStore(std::span<const ColumnType> keyTypes, AggregateLayout aggregates, RowSpec rowKept,
                       MemoryPool &pool)
    : keys_(keyTypes), aggregates_(std::move(aggregates)), rowKept_(std::move(rowKept)), pool_(&pool) {
  for (uint32_t number = 0; number < kGroupPartitions; ++number) {
    partitions_.push_back(std::make_unique<GroupPartition>(number, keys_, aggregates_, pool));
  }
}

Status GroupStore::handOver(uint32_t segment, std::unique_ptr<SegmentGroups> part, bool isLast) {
  uint32_t end = 0;
  {
    std::lock_guard lock(mutex_);
    Waiting &mine = waiting_[segment];
    if (part->count > 0) mine.parts.push_back(std::move(part));
    mine.isComplete = isLast;
    // The next segment in order may pass on its parts even before it is complete.
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == nextSegment_;) {
      for (std::shared_ptr<SegmentGroups> &groups : next->second.parts) {
        unmergedGroups_ += groups->count;
        ready_.push_back(std::move(groups));
      }
      next->second.parts.clear();
      if (!next->second.isComplete) break;
      next = waiting_.erase(next);
      ++nextSegment_;
    }
    uint64_t enough = std::max<uint64_t>(kMergeRound, mergedGroups_.load(std::memory_order_relaxed));
    if (unmergedGroups_ < enough) return {};
    unmergedGroups_ = 0;
    end = static_cast<uint32_t>(ready_.size());
  }
  for (uint32_t number = 0; number < kGroupPartitions; ++number) {
    std::unique_lock lock(partitions_[number]->mutex, std::try_to_lock);
    if (lock.owns_lock()) FLOW_TRY(mergePartition(number, end));
  }
  return {};
}

void GroupStore::handOverKept(std::unique_ptr<SegmentGroups> groups) {
  std::lock_guard lock(mutex_);
  kept_.push_back(std::move(groups));
}

std::shared_ptr<SegmentGroups> GroupStore::part(uint32_t number) {
  std::lock_guard lock(mutex_);
  return ready_[number];
}

/// The caller holds the partition's lock.
Status GroupStore::mergePartition(uint32_t number, uint32_t end) {
  GroupPartition &partition = *partitions_[number];
  const uint32_t before = partition.size();
  while (partition.merged() < end) {
    std::shared_ptr<SegmentGroups> groups = part(partition.merged());
    FLOW_TRY(partition.merge(*groups));
    if (groups->partitionsLeft.fetch_sub(1, std::memory_order_acq_rel) > 1) continue;
    groups->releaseMerged();
    if (!rowKept_.empty()) FLOW_TRY(groups->keepNewRows(rowKept_, *pool_));
  }
  mergedGroups_.fetch_add(partition.size() - before, std::memory_order_relaxed);
  return {};
}

Status GroupStore::finish(const QueryContext &query) {
  FLOW_CHECK(waiting_.empty(), "a segment was not handed over");
  const auto end = static_cast<uint32_t>(ready_.size());
  FLOW_TRY(query.workers->forEach(kGroupPartitions, [&](size_t number, unsigned) -> Status {
    FLOW_TRY(query.pollCancelled());
    FLOW_TRY(mergePartition(static_cast<uint32_t>(number), end));
    for (const auto &groups : kept_) FLOW_TRY(partitions_[number]->merge(*groups));
    return partitions_[number]->seal();
  }));
  for (const auto &partition : partitions_) groupCount_ += partition->size();
  kept_.clear();
  return {};
}

Status GroupStore::order(const QueryContext &query, PoolArray<uint64_t> &order) const {
  FLOW_TRY(order.resize(groupCount_));
  std::vector<uint64_t> begins; // of the groups that each part shows first
  uint64_t begin = 0;
  for (uint32_t part = 0; part < ready_.size(); ++part) {
    begins.push_back(begin);
    for (const auto &partition : partitions_)
      begin += partition->firstOf(part + 1) - partition->firstOf(part);
  }
  FLOW_CHECK_EQ(begin, groupCount_, "groups of all parts");
  return query.workers->forEach(ready_.size(), [&](size_t part, unsigned) {
    return orderPart(static_cast<uint32_t>(part), order.data() + begins[part]);
  });
}

/// Spreads the groups of all partitions over the part's ordinals, and reads them off.
Status GroupStore::orderPart(uint32_t part, uint64_t *order) const {
  constexpr uint64_t kNobody = UINT64_MAX;
  PoolArray<uint64_t> byOrdinal(*pool_);
  FLOW_TRY(byOrdinal.resize(ready_[part]->count));
  byOrdinal.fill(kNobody);
  for (uint32_t number = 0; number < kGroupPartitions; ++number) {
    const GroupPartition &partition = *partitions_[number];
    for (uint32_t group = partition.firstOf(part); group < partition.firstOf(part + 1); ++group) {
      byOrdinal[partition.ordinal(group)] = uint64_t(number) << 32 | group;
    }
  }
  for (uint64_t group : byOrdinal) {
    if (group != kNobody) *order++ = group;
  }
  return {};
}

HeapList GroupStore::textHeaps() const {
  HeapList heaps;
  for (const auto &partition : partitions_) {
    heaps.insert(heaps.end(), partition->textHeaps().begin(), partition->textHeaps().end());
  }
  return heaps;
}

} // namespace flow::frame
