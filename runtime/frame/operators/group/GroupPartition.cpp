#include "runtime/frame/operators/group/GroupPartition.h"

namespace flow::frame {

GroupPartition::GroupPartition(uint32_t number, const KeyLayout &keys, const AggregateLayout &aggregates,
                               MemoryPool &pool)
    : number_(number), aggregates_(&aggregates), table_(keys, pool), states_(pool), origins_(pool),
      numbers_(pool), heap_(pool) {
  for (const auto &log : aggregates.logs()) logs_.push_back(log.accumulator->makeMerger(pool));
}

Status GroupPartition::merge(SegmentGroups &groups, uint32_t segment) {
  const uint32_t begin = groups.begins[number_];
  const uint32_t count = groups.begins[number_ + 1] - begin;
  if (count == 0) return {};
  const uint32_t before = table_.size();
  FLOW_TRY(numbers_.resize(count));
  FLOW_TRY(table_.findOrAdd(groups.keys.data() + size_t(begin) * table_.layout().words(),
                            groups.hashes.data() + begin, count, numbers_.data()));
  FLOW_TRY(origins_.reserve(table_.size()));
  // New groups have their numbers in the order of the segment's, so the next new one is recognized by its
  // number.
  for (uint32_t row = 0; row < count; ++row) {
    if (numbers_[row] != origins_.size()) continue;
    const uint32_t ordinal = groups.ordinals[begin + row];
    origins_.appendReserved(uint64_t(segment) << 32 | ordinal);
    std::atomic_ref(groups.isNew[ordinal / 64])
        .fetch_or(uint64_t(1) << (ordinal % 64), std::memory_order_relaxed);
  }
  if (!table_.layout().textWords().empty()) {
    for (uint32_t group = before; group < table_.size(); ++group) {
      if (!table_.layout().ownTexts(table_.key(group), heap_)) return heap_.denied();
    }
  }
  return mergeStates(groups, begin, count, numbers_.data());
}

Status GroupPartition::mergeStates(const SegmentGroups &groups, uint32_t begin, uint32_t count,
                                   const uint32_t *numbers) {
  const size_t rowBytes = aggregates_->rowBytes();
  const size_t before = states_.size();
  FLOW_TRY(states_.resize(table_.size() * rowBytes));
  if (states_.size() > before) std::memset(states_.data() + before, 0, states_.size() - before);
  for (const auto &fed : aggregates_->accumulators()) {
    if (!fed.accumulator->merge(states_.data(), numbers, groups.states.data() + begin * rowBytes, count,
                                heap_)) {
      return heap_.denied();
    }
  }
  for (size_t index = 0; index < logs_.size(); ++index) {
    const SegmentGroups::Log &log = groups.logs[index];
    FLOW_TRY(logs_[index]->merge(log.entries, log.begins[number_], log.begins[number_ + 1], numbers, begin));
  }
  return {};
}

Status GroupPartition::seal() {
  table_.releaseSlots();
  numbers_.release();
  for (auto &log : logs_) FLOW_TRY(log->seal(states_.data(), table_.size()));
  logs_.clear();
  return {};
}

} // namespace flow::frame
