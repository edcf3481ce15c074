#include "runtime/frame/operators/join/JoinIndexBuilder.h"

#include "runtime/frame/operators/KindDispatch.h"

#include <bit>
#include <limits>

namespace flow::frame {

namespace {

/// Rows of a partition: their entries and their part of the directory fit into the second-level cache.
constexpr uint64_t kPartitionRows = 16384;
constexpr size_t kPartitionsMax = 256;
/// Slots per row up to which an array by value is worth its memory; small arrays always are.
constexpr uint64_t kUniqueSlotsPerRow = 4;
constexpr uint64_t kDenseSlotsPerRow = 2;
constexpr uint64_t kSmallRange = 65536;

bool isInteger(ColumnKind kind) {
  return dispatchKind(kind,
                      [](auto tag) { return tag.kIsInteger && sizeof(typename decltype(tag)::Type) <= 8; });
}
bool isUnsigned(ColumnKind kind) {
  return dispatchKind(kind, [](auto tag) { return std::is_unsigned_v<typename decltype(tag)::Type>; });
}

} // namespace

Status JoinIndex::build(std::vector<KeyRun> runs, const StoredRows &rows, const QueryContext &query) {
  return JoinIndexBuilder(*this, std::move(runs), rows, query).build();
}

JoinIndexBuilder::JoinIndexBuilder(JoinIndex &index, std::vector<KeyRun> runs, const StoredRows &rows,
                                   const QueryContext &query)
    : index_(&index), keys_(index.keys_), runs_(std::move(runs)), pieces_(runs_.size()), query_(query) {
  uint64_t count = 0;
  for (size_t run = 0; run < runs_.size(); ++run) {
    for (uint32_t row = 0; row < rowsOfRun(run);) {
      const uint32_t name = rows.name(count + row);
      pieces_[run].push_back({row, name});
      row += std::min(rowsOfRun(run) - row, rows.leftInChunk(name));
    }
    count += rowsOfRun(run);
  }
  FLOW_CHECK_EQ(count, rows.rows(), "keys and rows of a join table");
  index.rowCount_ = count;
}

Status JoinIndexBuilder::build() {
  if (index_->rowCount_ == 0) return {};
  if (index_->rowCount_ >= JoinIndex::kNone) {
    return Status::fail(FailureKind::OutOfMemory,
                        "the right side of the join has more than 4,294,967,294 rows");
  }
  bool isSingleInteger = keys_->parts().size() == 1 && isInteger(keys_->parts()[0].kind);
  if (isSingleInteger) {
    FLOW_TRY(findRange());
    if (index_->range_ <= std::max(kSmallRange, kUniqueSlotsPerRow * index_->rowCount_)) {
      Result<bool> isUnique = buildUnique();
      if (!isUnique.ok()) return isUnique.takeFailure();
      if (*isUnique) return {};
    }
    if (index_->range_ <= std::max(kSmallRange, kDenseSlotsPerRow * index_->rowCount_)) {
      index_->form_ = JoinIndex::Form::Dense;
    }
  }
  return buildDirectory();
}

uint32_t JoinIndexBuilder::nameOf(size_t run, uint32_t row) const {
  size_t piece = pieces_[run].size() - 1; // mostly the only one
  while (pieces_[run][piece].firstRow > row) --piece;
  return pieces_[run][piece].firstName + (row - pieces_[run][piece].firstRow);
}

Status JoinIndexBuilder::findRange() {
  const KeyLayout::Part &part = keys_->parts()[0];
  if (!isUnsigned(part.kind)) index_->signShift_ = 64 - 8 * static_cast<unsigned>(abi::bytesOf(part.kind));
  const unsigned shift = index_->signShift_;
  std::vector<std::pair<int64_t, int64_t>> ranges(runs_.size());
  FLOW_TRY(query_.workers->forEach(runs_.size(), [&](size_t run, unsigned) -> Status {
    int64_t low = std::numeric_limits<int64_t>::max(), high = std::numeric_limits<int64_t>::min();
    for (uint64_t word : runs_[run]) {
      auto value = static_cast<int64_t>(word << shift) >> shift;
      low = std::min(low, value);
      high = std::max(high, value);
    }
    ranges[run] = {low, high};
    return query_.pollCancelled();
  }));
  int64_t low = std::numeric_limits<int64_t>::max(), high = std::numeric_limits<int64_t>::min();
  for (const auto &[lowest, highest] : ranges) low = std::min(low, lowest), high = std::max(high, highest);
  const uint64_t distance = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
  index_->low_ = low;
  index_->range_ = distance == UINT64_MAX ? distance : distance + 1;
  return {};
}

/// False when a value came twice.
Result<bool> JoinIndexBuilder::buildUnique() {
  PoolArray<uint32_t> &names = index_->unique_;
  FLOW_TRY(names.resize(index_->range_));
  constexpr size_t kPiece = size_t(1) << 20;
  FLOW_TRY(
      query_.workers->forEach((names.size() + kPiece - 1) / kPiece, [&](size_t piece, unsigned) -> Status {
        std::fill(names.begin() + piece * kPiece,
                  names.begin() + std::min(names.size(), (piece + 1) * kPiece), 0);
        return query_.pollCancelled();
      }));
  FLOW_TRY(query_.workers->forEach(runs_.size(), [&](size_t run, unsigned) -> Status {
    if (hasRepeatedKeys_.load(std::memory_order_relaxed)) return {};
    bool isRepeated = false;
    for (uint32_t row = 0; row < rowsOfRun(run); ++row) {
      std::atomic_ref<uint32_t> slot(names[index_->offsetOf(runs_[run][row])]);
      isRepeated |= slot.exchange(nameOf(run, row) + 1, std::memory_order_relaxed) != 0;
    }
    if (isRepeated) hasRepeatedKeys_.store(true, std::memory_order_relaxed);
    return query_.pollCancelled();
  }));
  if (hasRepeatedKeys_.load()) {
    names.release();
    return false;
  }
  index_->form_ = JoinIndex::Form::Unique;
  return true;
}

size_t JoinIndexBuilder::slotOf(uint64_t hash) const {
  return index_->form_ == JoinIndex::Form::Dense ? hash : index_->slotOfHash(hash);
}

Status JoinIndexBuilder::buildDirectory() {
  const bool isDense = index_->form_ == JoinIndex::Form::Dense;
  if (isDense) {
    slots_ = index_->range_;
  } else {
    slots_ = std::max<size_t>(2, std::bit_ceil(index_->rowCount_));
    index_->shift_ = 64 - static_cast<unsigned>(std::countr_zero(slots_));
  }
  index_->entryWords_ = isDense ? 1 : keys_->words() + 1;
  FLOW_TRY(index_->directory_.resize(slots_ + 1));
  FLOW_TRY(index_->entries_.resize(index_->rowCount_ * index_->entryWords_));
  size_t wanted = std::bit_ceil(index_->rowCount_ / kPartitionRows + 1);
  size_t perPartition =
      std::bit_ceil((slots_ + std::min(wanted, kPartitionsMax) - 1) / std::min(wanted, kPartitionsMax));
  partitionShift_ = static_cast<unsigned>(std::countr_zero(perPartition));
  partitions_ = (slots_ + perPartition - 1) / perPartition;
  for (size_t run = 0; run < runs_.size(); ++run) divided_.emplace_back(*query_.memory);
  FLOW_TRY(query_.workers->forEach(runs_.size(), [&](size_t run, unsigned) { return divide(run); }));
  partitionBegins_.assign(partitions_ + 1, 0);
  for (const Divided &divided : divided_) {
    for (size_t partition = 0; partition < partitions_; ++partition) {
      partitionBegins_[partition + 1] += divided.begins[partition + 1] - divided.begins[partition];
    }
  }
  for (size_t partition = 0; partition < partitions_; ++partition) {
    partitionBegins_[partition + 1] += partitionBegins_[partition];
  }
  FLOW_TRY(query_.workers->forEach(partitions_,
                                   [&](size_t partition, unsigned) { return buildPartition(partition); }));
  index_->directory_[slots_] = index_->rowCount_ << 16;
  index_->hasRepeatedKeys_ = hasRepeatedKeys_.load();
  return {};
}

uint64_t JoinIndexBuilder::hashAt(const Divided &divided, uint32_t at) const {
  if (index_->form_ == JoinIndex::Form::Dense) return index_->offsetOf(divided.keys[at]);
  return divided.hashes.empty() ? hashWord(kHashSeed, divided.keys[at]) : divided.hashes[at];
}

Status JoinIndexBuilder::divide(size_t run) {
  Divided &divided = divided_[run];
  const uint32_t count = rowsOfRun(run);
  const size_t words = keys_->words();
  PoolArray<uint64_t> hashes(*query_.memory);
  FLOW_TRY(hashes.resize(count));
  if (index_->form_ == JoinIndex::Form::Dense) {
    for (uint32_t row = 0; row < count; ++row) hashes[row] = index_->offsetOf(runs_[run][row]);
  } else {
    keys_->hash(runs_[run].data(), count, hashes.data());
  }
  std::vector<uint32_t> next(partitions_ + 1, 0);
  for (uint64_t hash : hashes) ++next[(slotOf(hash) >> partitionShift_) + 1];
  for (size_t partition = 0; partition < partitions_; ++partition) next[partition + 1] += next[partition];
  divided.begins = next;
  FLOW_TRY(divided.keys.resize(count * words));
  FLOW_TRY(divided.names.resize(count));
  if (keys_->shape() != KeyLayout::Shape::Word) FLOW_TRY(divided.hashes.resize(count));
  for (uint32_t row = 0; row < count; ++row) {
    const uint32_t to = next[slotOf(hashes[row]) >> partitionShift_]++;
    for (size_t word = 0; word < words; ++word)
      divided.keys[to * words + word] = runs_[run][row * words + word];
    divided.names[to] = nameOf(run, row);
    if (!divided.hashes.empty()) divided.hashes[to] = hashes[row];
  }
  runs_[run].release();
  return query_.pollCancelled();
}

Status JoinIndexBuilder::buildPartition(size_t partition) {
  const size_t firstSlot = partition << partitionShift_;
  const size_t slotCount = std::min(slots_ - firstSlot, size_t(1) << partitionShift_);
  uint64_t *directory = index_->directory_.data() + firstSlot;
  const bool isHashed = index_->form_ == JoinIndex::Form::Hashed;

  // Counts, then begins, then each entry to the place that its slot has next.
  std::vector<uint64_t> next(slotCount, 0);
  std::vector<uint16_t> filters(slotCount, 0);
  for (const Divided &divided : divided_) {
    for (uint32_t at = divided.begins[partition]; at < divided.begins[partition + 1]; ++at) {
      const uint64_t hash = hashAt(divided, at);
      ++next[slotOf(hash) - firstSlot];
      if (isHashed) filters[slotOf(hash) - firstSlot] |= static_cast<uint16_t>(JoinIndex::filterBit(hash));
    }
  }
  uint64_t begin = partitionBegins_[partition];
  for (size_t slot = 0; slot < slotCount; ++slot) {
    directory[slot] = begin << 16 | filters[slot];
    begin += std::exchange(next[slot], begin);
  }
  for (const Divided &divided : divided_) {
    for (uint32_t at = divided.begins[partition]; at < divided.begins[partition + 1]; ++at) {
      const uint64_t hash = hashAt(divided, at);
      placeEntry(divided, at, hash, next[slotOf(hash) - firstSlot]++);
    }
  }
  std::vector<uint64_t> later;
  bool isRepeated = false;
  for (size_t slot = 0; slot < slotCount; ++slot) {
    const uint64_t first = directory[slot] >> 16;
    if (next[slot] - first > 1) isRepeated |= joinEqualKeys(first, next[slot], later);
  }
  if (isRepeated) hasRepeatedKeys_.store(true, std::memory_order_relaxed);
  return query_.pollCancelled();
}

void JoinIndexBuilder::placeEntry(const Divided &divided, uint32_t at, uint64_t hash, uint64_t place) {
  uint64_t *entry = index_->entries_.data() + place * index_->entryWords_;
  if (index_->form_ == JoinIndex::Form::Dense) {
    entry[0] = divided.names[at];
    return;
  }
  const uint32_t words = keys_->words();
  for (uint32_t word = 0; word < words; ++word) entry[word] = divided.keys[size_t(at) * words + word];
  entry[words] = (hash & JoinIndex::kTagMask) | divided.names[at];
}

/// Orders the entries of one slot so that equal keys follow each other, and marks all but the last of each.
/// Whether there are equal keys. `later` is working space.
bool JoinIndexBuilder::joinEqualKeys(uint64_t begin, uint64_t end, std::vector<uint64_t> &later) {
  const size_t words = index_->entryWords_;
  uint64_t *entries = index_->entries_.data();
  auto entryAt = [&](uint64_t at) { return entries + at * words; };
  bool isRepeated = false;
  while (begin < end) {
    uint64_t kept = begin + 1;
    later.clear();
    for (uint64_t at = begin + 1; at < end; ++at) {
      bool isEqual = index_->form_ == JoinIndex::Form::Dense || keys_->equal(entryAt(begin), entryAt(at));
      if (!isEqual) {
        later.insert(later.end(), entryAt(at), entryAt(at) + words);
        continue;
      }
      entryAt(kept - 1)[words - 1] |= JoinIndex::kMoreFollow;
      if (kept != at) std::memcpy(entryAt(kept), entryAt(at), words * sizeof(uint64_t));
      ++kept;
      isRepeated = true;
    }
    if (!later.empty()) std::memcpy(entryAt(kept), later.data(), later.size() * sizeof(uint64_t));
    begin = kept;
  }
  return isRepeated;
}

} // namespace flow::frame
