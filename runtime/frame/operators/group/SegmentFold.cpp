#include "runtime/frame/operators/group/SegmentFold.h"

namespace flow::frame {

SegmentFold::SegmentFold(const KeyLayout &keys, const AggregateLayout &aggregates, const GroupStage *stage,
                         MemoryPool &pool)
    : keyLayout_(&keys), aggregates_(&aggregates), pool_(&pool), keys_(keys, pool), states_(pool) {
  if (stage) accumulators_.emplace(*stage);
  for (const auto &fed : aggregates.accumulators()) hasStates_ |= !fed.isFused;
  for (const auto &log : aggregates.logs()) logs_.push_back(log.accumulator->makeBuilder(pool));
}

Status SegmentFold::push(const Batch &batch, std::span<const ColumnView> keys,
                         std::span<const AccumulatorInput> inputs) {
  numbers_.resize(batch.rows);
  FLOW_TRY(keys_.number(keys, batch.rows, numbers_.data()));
  if (accumulators_) FLOW_TRY(accumulators_->add(batch, numbers_.data(), keys_.size()));
  if (hasStates_) FLOW_TRY(update(inputs));
  for (size_t index = 0; index < logs_.size(); ++index) {
    FLOW_TRY(logs_[index]->append(numbers_.data(), inputs[aggregates_->logs()[index].input]));
  }
  return {};
}

/// The states that no stage accumulates.
Status SegmentFold::update(std::span<const AccumulatorInput> inputs) {
  const size_t before = states_.size();
  FLOW_TRY(states_.resize(size_t(keys_.size()) * aggregates_->rowBytes()));
  if (states_.size() > before) std::memset(states_.data() + before, 0, states_.size() - before);
  for (const auto &fed : aggregates_->accumulators()) {
    if (!fed.isFused) fed.accumulator->update(states_.data(), numbers_.data(), inputs[fed.input]);
  }
  return {};
}

/// Group g goes to state row placeOf[g].
void SegmentFold::takeStates(char *states, const uint32_t *placeOf) {
  const size_t rowBytes = aggregates_->rowBytes();
  if (rowBytes == 0) return;
  for (uint32_t group = 0; group < keys_.size(); ++group) {
    char *to = states + placeOf[group] * rowBytes;
    if (hasStates_)
      std::memcpy(to, states_.data() + group * rowBytes, rowBytes);
    else
      std::memset(to, 0, rowBytes); // the gaps, too
  }
  if (accumulators_) accumulators_->fold(*aggregates_, placeOf, states);
}

Result<std::unique_ptr<SegmentGroups>> SegmentFold::orderGroups(uint32_t first, PoolArray<uint64_t> &hashes,
                                                                PoolArray<uint32_t> &places) const {
  auto made = std::make_unique<SegmentGroups>(*pool_);
  SegmentGroups &groups = *made;
  const uint32_t count = keys_.size() - first;
  const uint32_t words = keyLayout_->words();
  groups.count = count;
  groups.isFolded = true;
  FLOW_TRY(hashes.resize(keys_.size()));
  FLOW_TRY(places.resize(count));
  FLOW_TRY(groups.keys.resize(size_t(count) * words));
  const bool hasHashes = keyLayout_->shape() != KeyLayout::Shape::Word;
  if (hasHashes) FLOW_TRY(groups.hashes.resize(count));
  FLOW_TRY(groups.ordinals.resize(count));
  FLOW_TRY(groups.states.resize(size_t(count) * aggregates_->rowBytes()));
  if (count > 0) keys_.hashes(hashes.data());
  const uint64_t *hashOf = hashes.data() + first;
  placeByPartition(count, groups.slices, places.data(), [&](uint32_t group) { return groupPartition(hashOf[group]); });
  const uint64_t *keys = keys_.keys() + size_t(first) * words;
  for (uint32_t group = 0; group < count; ++group) {
    const size_t to = places[group];
    if (hasHashes) groups.hashes[to] = hashOf[group];
    groups.ordinals[to] = group;
    for (uint32_t word = 0; word < words; ++word) groups.keys[to * words + word] = keys[size_t(group) * words + word];
  }
  return made;
}

Result<std::unique_ptr<SegmentGroups>> SegmentFold::newGroups(uint32_t first) const {
  PoolArray<uint64_t> hashes(*pool_);
  PoolArray<uint32_t> places(*pool_);
  auto made = orderGroups(first, hashes, places);
  if (made.ok()) (*made)->states.fill(0);
  return made;
}

Result<std::unique_ptr<SegmentGroups>> SegmentFold::take() {
  PoolArray<uint64_t> hashes(*pool_);
  PoolArray<uint32_t> places(*pool_);
  auto made = orderGroups(0, hashes, places);
  if (!made.ok()) return made;
  takeStates((*made)->states.data(), places.data());
  FLOW_TRY(takeLogs(**made, places.data(), hashes.data()));
  keys_.clear();
  states_.clear();
  if (accumulators_) accumulators_->clear();
  for (auto &log : logs_) log->clear();
  return made;
}

Status SegmentFold::takeLogs(SegmentGroups &groups, const uint32_t *placeOf, const uint64_t *hashes) {
  PoolArray<uint32_t> places(*pool_);
  for (const auto &builder : logs_) {
    const ValueLog &from = builder->log();
    const auto count = static_cast<uint32_t>(from.size());
    const uint32_t words = from.wordsPerValue;
    SegmentGroups::Log log{ValueLog(words, *pool_), {}};
    FLOW_TRY(log.entries.groups.resize(count));
    FLOW_TRY(log.entries.words.resize(size_t(count) * words));
    FLOW_TRY(places.resize(count));
    placeByPartition(count, log.slices, places.data(),
                     [&](uint32_t entry) { return groupPartition(hashes[from.groups[entry]]); });
    for (uint32_t entry = 0; entry < count; ++entry) {
      const size_t to = places[entry];
      log.entries.groups[to] = placeOf[from.groups[entry]];
      for (uint32_t word = 0; word < words; ++word) {
        log.entries.words[to * words + word] = from.words[size_t(entry) * words + word];
      }
    }
    groups.logs.push_back(std::move(log));
  }
  return {};
}

} // namespace flow::frame
