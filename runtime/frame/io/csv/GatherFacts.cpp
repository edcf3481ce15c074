#include "runtime/frame/io/csv/CsvFileFacts.h"
#include "runtime/frame/io/csv/CsvLayout.h"
#include "runtime/frame/io/csv/CsvRowStream.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace flow::frame {

namespace {

// Of a file that is too large to be read whole: its beginning, and parts at even distances.
constexpr uint32_t kSampledAtBegin = 16;
constexpr uint32_t kSampledBehind = 48;
constexpr uint64_t kSampledBytes = 4 << 20; // of one part
constexpr uint32_t kTrialRows = 16;

/// What one thread found.
struct Findings {
  std::vector<ColumnFacts> columns;
  uint64_t rows = 0, bytes = 0;
  std::optional<Failure> failure;
  uint32_t failedPart = UINT32_MAX;
};

class Gathering {
public:
  Gathering(std::shared_ptr<const InputFile> file, const CsvReadOptions &options, CsvHeader header,
            MemoryPool &pool)
      : file_(std::move(file)), options_(options), nullWords_(options.nulls),
        dialect_{options.delimiter, options.quote}, pool_(&pool),
        layout_(dialect_, file_->bytes(), header.firstRow),
        isSampled_(file_->bytes() > options.sampleAboveBytes), firstRow_(header.firstRow),
        columns_(static_cast<uint32_t>(header.names.size())) {
    facts_.header = std::move(header);
  }

  Result<CsvFileFacts> run();

private:
  uint32_t parts() const { return isSampled_ ? kSampledAtBegin + kSampledBehind : layout_.segmentCount(); }
  void work(Findings &findings);
  Status readSegment(uint32_t segment, Findings &findings);
  Status readSample(uint32_t part, Findings &findings);
  Status findRow(uint64_t border, uint64_t &begin);
  Status looksRegular(uint64_t begin, bool &regular);
  Status observe(CsvRowStream &stream, uint64_t bytes, Findings &findings);

  std::shared_ptr<const InputFile> file_;
  const CsvReadOptions &options_;
  NullWords nullWords_;
  CsvDialect dialect_;
  MemoryPool *pool_;
  CsvLayout layout_;
  bool isSampled_;
  uint64_t firstRow_;
  uint32_t columns_;
  std::atomic<uint32_t> nextPart_{0};
  std::atomic<bool> failed_{false};
  CsvFileFacts facts_;
};

Status Gathering::observe(CsvRowStream &stream, uint64_t bytes, Findings &findings) {
  uint64_t begin = UINT64_MAX, end = 0;
  for (;;) {
    CsvRows rows;
    FLOW_TRY(stream.next(rows, CsvRowStream::cachedRows(columns_)));
    if (rows.rows == 0) break;
    for (uint32_t column = 0; column < columns_; ++column)
      observeColumn(rows, column, column + 1 == columns_, dialect_.quote, nullWords_,
                    findings.columns[column]);
    findings.rows += rows.rows;
    begin = std::min(begin, stream.offsetOf(rows.begin(0, 0)));
    end = stream.offsetOf(rows.end(rows.rows - 1, columns_ - 1)) + 1;
    if (end - begin >= bytes) break;
  }
  if (end > begin) findings.bytes += end - begin;
  return {};
}

Status Gathering::readSegment(uint32_t segment, Findings &findings) {
  uint64_t begin = 0, end = 0;
  FLOW_TRY(layout_.find(*file_, segment, begin, end));
  if (begin == end) return {};
  CsvRowStream stream(file_, dialect_, columns_, options_.skipBadRows, *pool_);
  FLOW_TRY(stream.open(begin, end));
  return observe(stream, UINT64_MAX, findings);
}

/// Whether rows that begin at `begin` have the right number of fields.
Status Gathering::looksRegular(uint64_t begin, bool &regular) {
  CsvRowStream stream(file_, dialect_, columns_, true, *pool_);
  FLOW_TRY(stream.open(begin, file_->bytes()));
  CsvRows rows;
  Status status = stream.next(rows, kTrialRows);
  // Skipped rows would show as a gap before the first one.
  regular =
      status.ok() && rows.rows > 0 && rows.stride == columns_ && stream.offsetOf(rows.begin(0, 0)) == begin;
  return {};
}

/// A row near `border`, found without what is before: first as if the border were not in quotes, then as if
/// it were. `begin` is the end of the file when neither looks right.
Status Gathering::findRow(uint64_t border, uint64_t &begin) {
  constexpr size_t kSearchedBytes = 256 << 10;
  size_t bytes = std::min<uint64_t>(kSearchedBytes, file_->bytes() - border);
  std::string text(bytes, '\0');
  FLOW_TRY(file_->read(border, text.data(), bytes));
  for (bool inQuotes : {false, true}) {
    size_t at = 0;
    for (bool quoted = inQuotes; at < bytes && (quoted || text[at] != '\n'); ++at)
      quoted ^= dialect_.quote != '\0' && text[at] == dialect_.quote;
    if (at == bytes) continue;
    begin = border + at + 1;
    bool regular = false;
    FLOW_TRY(looksRegular(begin, regular));
    if (regular) return {};
  }
  begin = file_->bytes();
  return {};
}

Status Gathering::readSample(uint32_t part, Findings &findings) {
  uint64_t begin = firstRow_ + part * kSampledBytes;
  if (part > 0) {
    uint64_t behind = firstRow_ + kSampledAtBegin * kSampledBytes;
    if (behind + kSampledBytes * kSampledBehind >= file_->bytes())
      behind = firstRow_; // only in tests so small
    if (part >= kSampledAtBegin)
      begin = behind + (file_->bytes() - behind) / kSampledBehind * (part - kSampledAtBegin);
    if (begin >= file_->bytes()) return {};
    FLOW_TRY(findRow(begin, begin));
  }
  if (begin >= file_->bytes()) return {};
  CsvRowStream stream(file_, dialect_, columns_, true, *pool_);
  FLOW_TRY(stream.open(begin, file_->bytes()));
  return observe(stream, kSampledBytes, findings);
}

void Gathering::work(Findings &findings) {
  findings.columns.resize(columns_);
  while (!failed_.load(std::memory_order_relaxed)) {
    uint32_t part = nextPart_.fetch_add(1);
    if (part >= parts()) return;
    Status status = isSampled_ ? readSample(part, findings) : readSegment(part, findings);
    if (status.ok()) continue;
    findings.failure = status.take();
    findings.failedPart = part;
    failed_ = true;
  }
}

Result<CsvFileFacts> Gathering::run() {
  uint32_t threadCount = std::clamp(parts(), 1u, std::max(options_.threads, 1u));
  std::vector<Findings> findings(threadCount);
  std::vector<std::thread> threads;
  for (uint32_t index = 1; index < threadCount; ++index)
    threads.emplace_back([this, &findings, index] { work(findings[index]); });
  work(findings[0]);
  for (std::thread &thread : threads) thread.join();

  Findings *failed = nullptr; // the first in the file
  for (Findings &one : findings)
    if (one.failure && (!failed || one.failedPart < failed->failedPart)) failed = &one;
  if (failed) return std::move(*failed->failure);
  facts_.columns.resize(columns_);
  uint64_t bytes = 0;
  for (const Findings &one : findings) {
    for (uint32_t column = 0; column < columns_; ++column) facts_.columns[column] |= one.columns[column];
    facts_.rows += one.rows;
    bytes += one.bytes;
  }
  facts_.isSampled = isSampled_;
  if (isSampled_ && bytes > 0) {
    double share = static_cast<double>(file_->bytes() - firstRow_) / static_cast<double>(bytes);
    facts_.rows = static_cast<uint64_t>(static_cast<double>(facts_.rows) * share);
  } else {
    facts_.segmentBegins = layout_.begins();
  }
  return std::move(facts_);
}

} // namespace

Result<CsvFileFacts> gatherFacts(const std::shared_ptr<const InputFile> &file, const CsvReadOptions &options,
                                 MemoryPool &pool) {
  Result<CsvHeader> header = readHeader(*file, {options.delimiter, options.quote}, options.header);
  if (!header.ok()) return header.takeFailure();
  return Gathering(file, options, std::move(*header), pool).run();
}

} // namespace flow::frame
