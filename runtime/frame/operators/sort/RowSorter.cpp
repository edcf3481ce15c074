#include "runtime/frame/operators/sort/RowSorter.h"

#include "runtime/frame/operators/KindDispatch.h"

#include <algorithm>

namespace flow::frame {

namespace {

/// Entries of a bucket: with their copy they fit into the second-level cache.
constexpr uint64_t kBucketRows = 32768;
constexpr uint64_t kBucketsMax = 1024;
constexpr uint64_t kSamplesPerBucket = 16;

/// Of one chunk's key column.
struct ChunkRange {
  KeyRange range;
  bool hasValues = true;
};

/// Only integers have a range worth knowing.
ChunkRange rangeOfChunk(const ColumnView &column, uint32_t rows) {
  return dispatchKind(column.type.kind, [&](auto tag) -> ChunkRange {
    using T = typename decltype(tag)::Type;
    ChunkRange result;
    result.range.hasNulls = column.valid != nullptr;
    if constexpr (tag.kIsInteger && sizeof(T) <= 8) {
      int64_t low = INT64_MAX, high = INT64_MIN;
      const T *values = column.as<T>();
      for (uint32_t row = 0; row < rows; ++row) {
        if (column.valid && !column.valid[row]) continue;
        auto value = static_cast<int64_t>(values[row]);
        if constexpr (std::is_same_v<T, uint64_t>)
          value = static_cast<int64_t>(values[row] ^ (uint64_t(1) << 63));
        low = std::min(low, value);
        high = std::max(high, value);
      }
      result.hasValues = low <= high;
      result.range.low = low;
      result.range.distance = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
    }
    return result;
  });
}

void widen(KeyRange &range, const KeyRange &other) {
  auto high = static_cast<int64_t>(static_cast<uint64_t>(range.low) + range.distance);
  auto otherHigh = static_cast<int64_t>(static_cast<uint64_t>(other.low) + other.distance);
  range.low = std::min(range.low, other.low);
  range.distance = static_cast<uint64_t>(std::max(high, otherHigh)) - static_cast<uint64_t>(range.low);
  range.hasNulls |= other.hasNulls;
}

} // namespace

RowSorter::RowSorter(const StoredRows &rows, std::vector<abi::SortKey> keys, const QueryContext &query)
    : rows_(&rows), spec_(std::move(keys)), query_(query), words_(*query.memory), entries_(*query.memory) {}

Status RowSorter::sort() {
  if (rows_->rows() == 0) return {};
  keys_.emplace(spec_, rows_->row(), findRanges());
  FLOW_TRY(query_.pollCancelled());
  FLOW_TRY(encodeKeys());
  chooseBounds();
  FLOW_TRY(divide());
  return query_.workers->forEach(bounds_.size() + 1,
                                 [&](size_t bucket, unsigned) { return sortBucket(bucket); });
}

std::vector<KeyRange> RowSorter::findRanges() {
  std::vector<std::vector<ChunkRange>> ofChunks(rows_->chunkCount());
  Status status = query_.workers->forEach(ofChunks.size(), [&](size_t number, unsigned) -> Status {
    const Chunk &chunk = rows_->chunk(number);
    for (const abi::SortKey &key : spec_) {
      ofChunks[number].push_back(rangeOfChunk(chunk.columns[key.column].view(), chunk.rows));
    }
    return {};
  });
  FLOW_CHECK(status.ok(), "finding ranges does not fail");
  std::vector<KeyRange> ranges;
  for (size_t key = 0; key < spec_.size(); ++key) {
    std::optional<KeyRange> range; // of the chunks that have values
    bool hasNulls = false;
    for (const auto &chunk : ofChunks) {
      hasNulls |= chunk[key].range.hasNulls;
      if (!chunk[key].hasValues) continue;
      if (range)
        widen(*range, chunk[key].range);
      else
        range = chunk[key].range;
    }
    ranges.push_back(range.value_or(KeyRange{0, 0, hasNulls}));
    ranges.back().hasNulls = hasNulls;
  }
  return ranges;
}

Status RowSorter::encodeKeys() {
  const uint32_t words = keys_->words();
  FLOW_TRY(entries_.resize(rows_->rows()));
  if (words > 1) FLOW_TRY(words_.resize(rows_->rows() * words));
  return query_.workers->forEach(rows_->chunkCount(), [&](size_t number, unsigned) -> Status {
    const Chunk &chunk = rows_->chunk(number);
    std::vector<ColumnView> columns;
    for (const Column &column : chunk.columns) columns.push_back(column.view());
    const uint64_t first = rows_->firstOfChunk(number);
    PoolArray<uint64_t> single(*query_.memory);
    if (words == 1) FLOW_TRY(single.resize(chunk.rows));
    uint64_t *out = words == 1 ? single.data() : words_.data() + first * words;
    keys_->encode(columns, chunk.rows, out);
    for (uint32_t row = 0; row < chunk.rows; ++row) {
      entries_[first + row] = {out[size_t(row) * words], (first + row) << 32 | number << 16 | row};
    }
    return query_.pollCancelled();
  });
}

/// In the order of the keys, then of the source.
bool RowSorter::comesBefore(const SortEntry &a, const SortEntry &b) const {
  if (keys_->words() == 1) return a.prefix != b.prefix ? a.prefix < b.prefix : a.row < b.row;
  int order = keys_->compare(keyOf(a), keyOf(b), [&](int side, uint32_t column) -> const StringView & {
    return rows_->value<StringView>(column, static_cast<uint32_t>(side == 0 ? a.row : b.row));
  });
  return order != 0 ? order < 0 : a.row < b.row;
}

/// Samples at fixed distances, so that buckets are the same in every run.
void RowSorter::chooseBounds() {
  const uint64_t rows = entries_.size();
  const uint64_t buckets = std::clamp<uint64_t>(rows / kBucketRows, 1, kBucketsMax);
  const uint64_t samples = buckets * kSamplesPerBucket;
  if (buckets == 1) return;
  std::vector<SortEntry> sample;
  for (uint64_t index = 0; index < samples; ++index) sample.push_back(entries_[index * rows / samples]);
  std::sort(sample.begin(), sample.end(),
            [&](const SortEntry &a, const SortEntry &b) { return comesBefore(a, b); });
  for (uint64_t bucket = 1; bucket < buckets; ++bucket) bounds_.push_back(sample[bucket * kSamplesPerBucket]);
}

/// The number of bounds that are not after the entry.
uint32_t RowSorter::bucketOf(const SortEntry &entry) const {
  size_t first = 0, count = bounds_.size();
  while (count > 0) {
    const size_t half = count / 2;
    const SortEntry &bound = bounds_[first + half];
    bool isAfter = bound.prefix != entry.prefix ? bound.prefix > entry.prefix : comesBefore(entry, bound);
    first = isAfter ? first : first + half + 1;
    count = isAfter ? half : count - half - 1;
  }
  return static_cast<uint32_t>(first);
}

/// Moves entries to their buckets, in source order within each.
Status RowSorter::divide() {
  const size_t buckets = bounds_.size() + 1;
  bucketBegins_.assign(buckets + 1, 0);
  bucketBegins_[buckets] = entries_.size();
  if (buckets == 1) return {};
  const size_t pieces = rows_->chunkCount();
  PoolArray<uint16_t> bucketOfEntry(*query_.memory);
  FLOW_TRY(bucketOfEntry.resize(entries_.size()));
  std::vector<std::vector<uint64_t>> next(
      pieces); // per chunk and bucket: how many, then where the next one goes
  FLOW_TRY(query_.workers->forEach(pieces, [&](size_t piece, unsigned) -> Status {
    next[piece].assign(buckets, 0);
    const uint64_t first = rows_->firstOfChunk(piece);
    for (uint64_t at = first; at < first + rows_->chunk(piece).rows; ++at) {
      const uint32_t bucket = bucketOf(entries_[at]);
      bucketOfEntry[at] = static_cast<uint16_t>(bucket);
      ++next[piece][bucket];
    }
    return query_.pollCancelled();
  }));
  uint64_t begin = 0;
  for (size_t bucket = 0; bucket < buckets; ++bucket) {
    bucketBegins_[bucket] = begin;
    for (auto &ofPiece : next) begin += std::exchange(ofPiece[bucket], begin);
  }
  PoolArray<SortEntry> divided(*query_.memory);
  FLOW_TRY(divided.resize(entries_.size()));
  FLOW_TRY(query_.workers->forEach(pieces, [&](size_t piece, unsigned) -> Status {
    const uint64_t first = rows_->firstOfChunk(piece);
    for (uint64_t at = first; at < first + rows_->chunk(piece).rows; ++at) {
      divided[next[piece][bucketOfEntry[at]]++] = entries_[at];
    }
    return query_.pollCancelled();
  }));
  entries_ = std::move(divided);
  return {};
}

Status RowSorter::sortBucket(size_t bucket) {
  FLOW_TRY(query_.pollCancelled());
  const uint64_t begin = bucketBegins_[bucket], count = bucketBegins_[bucket + 1] - begin;
  PoolArray<SortEntry> scratch(*query_.memory);
  FLOW_TRY(scratch.resize(count));
  sortFrom({entries_.data() + begin, count}, scratch.data(), 0);
  return {};
}

/// Sorts entries that are equal in the words before `word`, which is in their prefixes.
void RowSorter::sortFrom(std::span<SortEntry> entries, SortEntry *scratch, uint32_t word) const {
  sortByPrefix(entries, scratch);
  if (keys_->words() == 1) return;
  const uint32_t known = word + 1;
  size_t end = 0;
  for (size_t begin = 0; begin < entries.size(); begin = end) {
    end = begin + 1;
    while (end < entries.size() && entries[end].prefix == entries[begin].prefix) ++end;
    if (end - begin == 1) continue;
    std::span<SortEntry> equal = entries.subspan(begin, end - begin);
    if (keys_->needsTexts(keyOf(equal[0]), known)) {
      std::sort(equal.begin(), equal.end(),
                [&](const SortEntry &a, const SortEntry &b) { return comesBefore(a, b); });
    } else if (known < keys_->words()) {
      for (SortEntry &entry : equal) entry.prefix = keyOf(entry)[known];
      sortFrom(equal, scratch, known);
    }
  }
}

} // namespace flow::frame
