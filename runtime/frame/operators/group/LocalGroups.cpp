#include "runtime/frame/operators/group/LocalGroups.h"

#include "runtime/frame/operators/BatchSlice.h"

namespace flow::frame {

namespace {

/// Counting sort by partition: positions[i] is the place of element i, and `begins` bounds the partitions.
template <typename PartitionOf>
void placeByPartition(uint32_t count, SegmentGroups::Begins &begins, uint32_t *positions,
                      PartitionOf &&partitionOf) {
  SegmentGroups::Begins next{};
  for (uint32_t index = 0; index < count; ++index) ++next[partitionOf(index) + 1];
  for (uint32_t partition = 0; partition < kGroupPartitions; ++partition)
    next[partition + 1] += next[partition];
  begins = next;
  for (uint32_t index = 0; index < count; ++index) positions[index] = next[partitionOf(index)]++;
}

} // namespace

LocalGroups::LocalGroups(GroupStore &store, std::vector<uint32_t> keyColumns)
    : store_(&store), keyColumns_(std::move(keyColumns)), keys_(store.keys(), store.pool()),
      states_(store.pool()), inputs_(store.aggregates()),
      keepsTexts_(!store.keys().textWords().empty() || store.aggregates().hasTexts()) {
  for (const auto &log : store.aggregates().logs())
    logs_.push_back(log.accumulator->makeBuilder(store.pool()));
  keyViews_.resize(keyColumns_.size());
  if (!store.rowKept().empty()) firstRows_.emplace(store.rowKept(), store.pool());
}

Status LocalGroups::push(const Batch &batch) {
  uint32_t done = 0;
  while (done < batch.rows) {
    uint32_t count = std::min(batch.rows - done, kPartRows - partRows_);
    FLOW_TRY(count == batch.rows ? pushPart(batch) : pushPart(slice(batch, done, count)));
    done += count;
    if (partRows_ == kPartRows) FLOW_TRY(handOver(false));
  }
  return {};
}

Status LocalGroups::pushPart(const Batch &batch) {
  for (size_t key = 0; key < keyColumns_.size(); ++key) keyViews_[key] = batch.columns[keyColumns_[key]];
  numbers_.resize(batch.rows);
  const uint32_t groupsBefore = keys_.size();
  FLOW_TRY(keys_.number(keyViews_, batch.rows, numbers_.data()));
  if (firstRows_) FLOW_TRY(keepFirstRows(batch, groupsBefore));
  const size_t before = states_.size();
  FLOW_TRY(states_.resize(size_t(keys_.size()) * store_->aggregates().rowBytes()));
  if (states_.size() > before) std::memset(states_.data() + before, 0, states_.size() - before);
  std::span<const AccumulatorInput> inputs = inputs_.prepare(batch);
  for (const auto &fed : store_->aggregates().accumulators()) {
    fed.accumulator->update(states_.data(), numbers_.data(), inputs[fed.input]);
  }
  for (size_t index = 0; index < logs_.size(); ++index) {
    FLOW_TRY(logs_[index]->append(numbers_.data(), inputs[store_->aggregates().logs()[index].input]));
  }
  if (keepsTexts_ && batch.heaps) mergeHeaps(heaps_, *batch.heaps);
  partRows_ += batch.rows;
  return {};
}

Status LocalGroups::keepFirstRows(const Batch &batch, uint32_t groupsBefore) {
  newRows_.clear();
  uint32_t next = groupsBefore; // new groups are numbered in the order of the rows
  for (uint32_t row = 0; row < batch.rows; ++row) {
    if (numbers_[row] != next) continue;
    newRows_.push_back(row);
    ++next;
  }
  return firstRows_->appendRows(batch, newRows_);
}

Status LocalGroups::handOver(bool isLast) {
  Result<std::unique_ptr<SegmentGroups>> groups = takeGroups();
  if (!groups.ok()) return groups.takeFailure();
  keys_.clear();
  states_.clear();
  for (auto &log : logs_) log->clear();
  heaps_.clear();
  partRows_ = 0;
  return store_->handOver(segment_, std::move(*groups), isLast);
}

Result<std::unique_ptr<SegmentGroups>> LocalGroups::takeGroups() {
  auto groups = std::make_unique<SegmentGroups>(store_->pool());
  const uint32_t count = keys_.size();
  const uint32_t words = store_->keys().words();
  const size_t rowBytes = store_->aggregates().rowBytes();
  groups->count = count;
  if (count == 0) return groups;
  PoolArray<uint64_t> hashes(store_->pool());
  PoolArray<uint32_t> positions(store_->pool());
  FLOW_TRY(hashes.resize(count));
  FLOW_TRY(positions.resize(count));
  FLOW_TRY(groups->keys.resize(size_t(count) * words));
  FLOW_TRY(groups->hashes.resize(count));
  FLOW_TRY(groups->ordinals.resize(count));
  FLOW_TRY(groups->states.resize(count * rowBytes));
  FLOW_TRY(groups->isNew.resize((size_t(count) + 63) / 64));
  groups->isNew.fill(0);
  keys_.hashes(hashes.data());
  placeByPartition(count, groups->begins, positions.data(),
                   [&](uint32_t group) { return groupPartition(hashes[group]); });
  const uint64_t *keys = keys_.keys();
  for (uint32_t group = 0; group < count; ++group) {
    const size_t to = positions[group];
    groups->hashes[to] = hashes[group];
    groups->ordinals[to] = group;
    for (uint32_t word = 0; word < words; ++word)
      groups->keys[to * words + word] = keys[size_t(group) * words + word];
    if (rowBytes > 0)
      std::memcpy(groups->states.data() + to * rowBytes, states_.data() + group * rowBytes, rowBytes);
  }
  groups->heaps = heaps_;
  if (firstRows_) {
    Result<Table> rows = firstRows_->finish();
    if (!rows.ok()) return rows.takeFailure();
    groups->firstRows = std::move(rows->chunks);
  }
  FLOW_TRY(takeLogs(*groups, positions.data()));
  return groups;
}

Status LocalGroups::takeLogs(SegmentGroups &groups, const uint32_t *positions) {
  PoolArray<uint32_t> places(store_->pool());
  for (const auto &builder : logs_) {
    const ValueLog &from = builder->log();
    const auto count = static_cast<uint32_t>(from.size());
    const uint32_t words = from.wordsPerValue;
    SegmentGroups::Log log{ValueLog(words, store_->pool()), {}};
    FLOW_TRY(log.entries.groups.resize(count));
    FLOW_TRY(log.entries.words.resize(size_t(count) * words));
    FLOW_TRY(places.resize(count));
    auto partitionOf = [&](uint32_t entry) {
      return groupPartition(groups.hashes[positions[from.groups[entry]]]);
    };
    placeByPartition(count, log.begins, places.data(), partitionOf);
    for (uint32_t entry = 0; entry < count; ++entry) {
      const size_t to = places[entry];
      log.entries.groups[to] = positions[from.groups[entry]];
      for (uint32_t word = 0; word < words; ++word) {
        log.entries.words[to * words + word] = from.words[size_t(entry) * words + word];
      }
    }
    groups.logs.push_back(std::move(log));
  }
  return {};
}

} // namespace flow::frame
