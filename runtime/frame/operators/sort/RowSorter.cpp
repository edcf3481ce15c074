#include "runtime/frame/operators/sort/RowSorter.h"

#include "runtime/frame/operators/KindDispatch.h"

#include <algorithm>
#include <bit>

namespace flow::frame {

namespace {

/// Entries of a bucket: with their copy they fit into the second-level cache.
constexpr uint64_t kBucketRows = 32768;
constexpr uint64_t kBucketsMax = 1024;
constexpr uint64_t kSamplesPerBucket = 16;
/// So few equal entries are compared as a whole.
constexpr size_t kComparedMax = 12;
/// Bytes of text by which ties are sorted at once.
constexpr uint32_t kTextStep = 7;

/// Of one chunk's key column.
struct ChunkRange {
  KeyRange range;
  std::string_view text; ///< one of the texts, to compare those of other chunks with
  bool hasValues = true;
};

uint32_t commonBytes(std::string_view a, std::string_view b) {
  const size_t most = std::min(a.size(), b.size());
  size_t same = 0;
  while (same < most && a[same] == b[same]) ++same;
  return static_cast<uint32_t>(same);
}

ChunkRange rangeOfTexts(const ColumnView &column, uint32_t rows) {
  ChunkRange result;
  result.hasValues = false;
  const auto *texts = column.as<StringView>();
  uint32_t common = 0, longest = 0;
  for (uint32_t row = 0; row < rows; ++row) {
    if (column.valid && !column.valid[row]) continue;
    const std::string_view text = texts[row].view();
    longest = std::max(longest, texts[row].length);
    if (!result.hasValues) {
      result.text = text;
      common = texts[row].length;
      result.hasValues = true;
    } else if (common > 0 &&
               (text.size() < common || std::memcmp(text.data(), result.text.data(), common) != 0)) {
      common = commonBytes(text, result.text.substr(0, common));
    }
  }
  result.range.commonBytes = common;
  result.range.longestText = longest;
  return result;
}

/// Of floats nothing is worth knowing.
ChunkRange rangeOfChunk(const ColumnView &column, uint32_t rows) {
  ChunkRange result = dispatchKind(column.type.kind, [&](auto tag) -> ChunkRange {
    using T = typename decltype(tag)::Type;
    ChunkRange found;
    if constexpr (tag.kIsText) {
      found = rangeOfTexts(column, rows);
    } else if constexpr (tag.kIsInteger && sizeof(T) <= 8) {
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
      found.hasValues = low <= high;
      found.range.low = low;
      found.range.distance = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
    }
    return found;
  });
  result.range.hasNulls = column.valid != nullptr;
  return result;
}

/// Makes the first range hold the second one as well.
void widen(ChunkRange &known, const ChunkRange &other) {
  KeyRange &range = known.range;
  auto high = static_cast<int64_t>(static_cast<uint64_t>(range.low) + range.distance);
  auto otherHigh = static_cast<int64_t>(static_cast<uint64_t>(other.range.low) + other.range.distance);
  range.low = std::min(range.low, other.range.low);
  range.distance = static_cast<uint64_t>(std::max(high, otherHigh)) - static_cast<uint64_t>(range.low);
  range.longestText = std::max(range.longestText, other.range.longestText);
  range.commonBytes =
      std::min({range.commonBytes, other.range.commonBytes, commonBytes(known.text, other.text)});
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
    std::optional<ChunkRange> known; // of the chunks that have values
    bool hasNulls = false;
    for (const auto &chunk : ofChunks) {
      hasNulls |= chunk[key].range.hasNulls;
      if (!chunk[key].hasValues) continue;
      if (known)
        widen(*known, chunk[key]);
      else
        known = chunk[key];
    }
    ranges.push_back(known ? known->range : KeyRange{0, 0, 0, 0, hasNulls});
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
  boundPrefixes_.assign(std::bit_ceil(buckets), UINT64_MAX);
  for (size_t bound = 0; bound < bounds_.size(); ++bound) boundPrefixes_[bound] = bounds_[bound].prefix;
}

/// The number of bounds that are not after the entry. Without branches that nobody could predict; only
/// entries with the prefix of a bound are compared as a whole.
uint32_t RowSorter::bucketOf(const SortEntry &entry) const {
  const uint64_t *prefixes = boundPrefixes_.data();
  size_t notAfter = 0;
  for (size_t step = boundPrefixes_.size() / 2; step > 0; step /= 2) {
    notAfter += __builtin_unpredictable(prefixes[notAfter + step - 1] <= entry.prefix) ? step : 0;
  }
  notAfter = std::min(notAfter, bounds_.size());
  if (notAfter == 0 || prefixes[notAfter - 1] != entry.prefix) [[likely]]
    return static_cast<uint32_t>(notAfter);
  auto end = bounds_.begin() + static_cast<ptrdiff_t>(notAfter);
  auto begin =
      std::lower_bound(bounds_.begin(), end, entry.prefix,
                       [](const SortEntry &bound, uint64_t prefix) { return bound.prefix < prefix; });
  auto after = std::upper_bound(begin, end, entry,
                                [&](const SortEntry &a, const SortEntry &b) { return comesBefore(a, b); });
  return static_cast<uint32_t>(after - bounds_.begin());
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
  sortEntries({entries_.data() + begin, count}, scratch.data());
  return {};
}

/// Sorts by the first word; what is equal there by what comes next, and so on, until nothing is equal any
/// more.
void RowSorter::sortEntries(std::span<SortEntry> entries, SortEntry *scratch) const {
  sortByPrefix(entries, scratch);
  if (keys_->words() == 1) return;
  std::vector<Equal>
      left; // runs that are equal so far; a list, as texts may be equal for as long as they like
  findEqual(entries, {0, 0, 1, {}, false}, left);
  while (!left.empty()) {
    const Equal equal = left.back();
    left.pop_back();
    std::span<SortEntry> run = entries.subspan(equal.begin, equal.count);
    if (equal.count <= kComparedMax) {
      std::sort(run.begin(), run.end(),
                [&](const SortEntry &a, const SortEntry &b) { return comesBefore(a, b); });
      continue;
    }
    Equal next = equal;
    if (!next.text && !next.isTextDone) next.text = keys_->textTie(keyOf(run[0]), equal.words);
    next.isTextDone = false;
    if (next.text) {
      for (SortEntry &entry : run) entry.prefix = textPrefix(entry, *next.text);
      next.text->offset += kTextStep;
    } else if (equal.words < keys_->words()) {
      for (SortEntry &entry : run) entry.prefix = keyOf(entry)[equal.words];
      ++next.words;
    } else {
      continue; // equal rows, in source order
    }
    sortByPrefix(run, scratch);
    findEqual(run, next, left);
  }
}

/// Adds the runs of equal prefixes within `run`, which was sorted by what `sorted` says.
void RowSorter::findEqual(std::span<const SortEntry> run, const Equal &sorted,
                          std::vector<Equal> &left) const {
  size_t end = 0;
  for (size_t begin = 0; begin < run.size(); begin = end) {
    end = begin + 1;
    while (end < run.size() && run[end].prefix == run[begin].prefix) ++end;
    if (end - begin == 1) continue;
    Equal equal = sorted;
    equal.begin = sorted.begin + begin;
    equal.count = end - begin;
    if (equal.text) {
      const uint64_t code = sorted.text->isDescending ? ~run[begin].prefix : run[begin].prefix;
      if ((code & 0xFF) <= kTextStep) { // the texts have ended: on with the next word
        equal.text.reset();
        if (equal.words == keys_->words()) continue;
        equal.isTextDone = true;
      }
    }
    left.push_back(equal);
  }
}

/// The next bytes of a text that ties, and how many are left: kTextStep + 1 for more than fit.
uint64_t RowSorter::textPrefix(const SortEntry &entry, const SortKeys::TextTie &tie) const {
  const StringView &text = rows_->value<StringView>(tie.column, static_cast<uint32_t>(entry.row));
  const uint32_t left = text.length > tie.offset ? text.length - tie.offset : 0;
  uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + (left > 0 ? tie.offset : 0), std::min(left, kTextStep));
  const uint64_t code = __builtin_bswap64(bytes) | std::min(left, kTextStep + 1);
  return tie.isDescending ? ~code : code;
}

} // namespace flow::frame
