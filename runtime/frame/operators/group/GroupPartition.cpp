#include "runtime/frame/operators/group/GroupPartition.h"

namespace flow::frame {

GroupPartition::GroupPartition(uint32_t number, const KeyLayout &keys, const AggregateLayout &aggregates,
                               MemoryPool &pool)
    : number_(number), aggregates_(&aggregates), table_(keys, pool), states_(pool), ordinals_(pool),
      sizes_(pool), hashes_(pool), numbers_(pool), heap_(pool) {
  for (const auto &log : aggregates.logs()) logs_.push_back(log.accumulator->makeMerger(pool));
}

Status GroupPartition::merge(SegmentGroups &groups) {
  const SegmentGroups::Slice slice = groups.slices[number_];
  if (slice.begin < slice.end) FLOW_TRY(mergeSlice(groups, slice));
  return sizes_.append(table_.size());
}

Status GroupPartition::mergeSlice(SegmentGroups &groups, SegmentGroups::Slice slice) {
  const uint32_t count = slice.end - slice.begin;
  FLOW_TRY(number(groups, slice.begin, count));
  return groups.isFolded ? mergeStates(groups, slice.begin, count) : mergeRows(groups, slice.begin, count);
}

/// Finds the groups of elements, and makes those that are new.
Status GroupPartition::number(SegmentGroups &groups, uint32_t begin, uint32_t count) {
  const uint32_t before = table_.size();
  const uint64_t *keys = groups.keys.data() + size_t(begin) * table_.layout().words();
  const uint64_t *hashes = nullptr;
  if (!groups.hashes.empty()) {
    hashes = groups.hashes.data() + begin;
  } else {
    FLOW_TRY(hashes_.resize(count));
    table_.layout().hash(keys, count, hashes_.data());
    hashes = hashes_.data();
  }
  FLOW_TRY(numbers_.resize(count));
  FLOW_TRY(table_.findOrAdd(keys, hashes, count, numbers_.data()));
  if (table_.size() == before) return {};
  FLOW_TRY(ordinals_.reserve(table_.size()));
  // New groups are numbered in the order of the elements, so the next new one is recognized by its number.
  for (uint32_t row = 0; row < count; ++row) {
    if (numbers_[row] != ordinals_.size()) continue;
    const uint32_t ordinal = groups.ordinals[begin + row];
    ordinals_.appendReserved(ordinal);
    if (groups.isNew.empty()) continue;
    std::atomic_ref(groups.isNew[ordinal / 64])
        .fetch_or(uint64_t(1) << (ordinal % 64), std::memory_order_relaxed);
  }
  if (!table_.layout().textWords().empty()) {
    for (uint32_t group = before; group < table_.size(); ++group) {
      if (!table_.layout().ownTexts(table_.key(group), heap_)) return heap_.denied();
    }
  }
  const size_t stateBytes = states_.size();
  FLOW_TRY(states_.resize(size_t(table_.size()) * aggregates_->rowBytes()));
  if (states_.size() > stateBytes) std::memset(states_.data() + stateBytes, 0, states_.size() - stateBytes);
  return {};
}

Status GroupPartition::mergeStates(const SegmentGroups &groups, uint32_t begin, uint32_t count) {
  const char *states = groups.states.data() + size_t(begin) * aggregates_->rowBytes();
  for (const auto &fed : aggregates_->accumulators()) {
    if (!fed.accumulator->merge(states_.data(), numbers_.data(), states, count, heap_)) return heap_.denied();
  }
  for (size_t index = 0; index < logs_.size(); ++index) {
    const SegmentGroups::Log &log = groups.logs[index];
    const SegmentGroups::Slice entries = log.slices[number_];
    FLOW_TRY(logs_[index]->merge(log.entries, entries.begin, entries.end, numbers_.data(), begin));
  }
  return {};
}

Status GroupPartition::mergeRows(const SegmentGroups &groups, uint32_t begin, uint32_t count) {
  auto inputOf = [&](uint32_t index) {
    const SegmentGroups::Input &from = groups.inputs[index];
    AccumulatorInput input{nullptr, nullptr, count};
    if (from.hasValues) input.values = from.values.data() + size_t(begin) * aggregates_->valueBytes(index);
    if (from.hasMask) input.mask = from.mask.data() + begin;
    return input;
  };
  for (const auto &fed : aggregates_->accumulators()) {
    if (!fed.accumulator->take(states_.data(), numbers_.data(), inputOf(fed.input), heap_))
      return heap_.denied();
  }
  for (size_t index = 0; index < logs_.size(); ++index) {
    const auto &fed = aggregates_->logs()[index];
    if (logBuilders_.size() <= index) logBuilders_.push_back(fed.accumulator->makeBuilder(numbers_.pool()));
    LogBuilder &builder = *logBuilders_[index];
    FLOW_TRY(builder.append(numbers_.data(), inputOf(fed.input)));
    FLOW_TRY(logs_[index]->merge(builder.log(), 0, builder.log().size(), nullptr, 0));
    builder.clear();
  }
  return {};
}

Status GroupPartition::seal() {
  table_.releaseSlots();
  numbers_.release();
  hashes_.release();
  for (auto &log : logs_) FLOW_TRY(log->seal(states_.data(), table_.size()));
  logs_.clear();
  logBuilders_.clear();
  return {};
}

} // namespace flow::frame
