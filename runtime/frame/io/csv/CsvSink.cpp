#include "runtime/frame/io/csv/CsvSink.h"

#include "runtime/frame/io/CompressedFile.h"
#include "runtime/frame/io/PathOperand.h"
#include "runtime/frame/io/csv/CsvText.h"

#include <map>
#include <mutex>

namespace flow::frame {

namespace {

constexpr size_t kFlushBytes = 256 << 10;

/// What the workers share: the file, whose turn it is to write, and texts that came before their turn.
class CsvFile final : public Sink {
public:
  CsvFile(abi::WriteCsvSink spec, QueryContext context, std::unique_ptr<CompressedFile> file)
      : spec_(std::move(spec)), context_(context), file_(std::move(file)) {}

  Status begin() {
    CsvText names(*context_.memory);
    FLOW_TRY(names.appendHeader(spec_.row));
    return atSite(file_->write(names.view()));
  }

  std::unique_ptr<SinkLocal> makeLocal() override;

  Status finish() override {
    std::lock_guard lock(mutex_);
    if (context_.cancelled && context_.cancelled->load()) return Status::fail(FailureKind::Cancelled, "cancelled");
    for (auto &[segment, text] : waiting_) FLOW_TRY(atSite(file_->write(text.view())));
    waiting_.clear();
    return atSite(file_->commit());
  }

  /// Writes a part of a segment's text if it is the segment's turn, and empties it then.
  Status writeInTurn(uint32_t segment, CsvText &text) {
    std::lock_guard lock(mutex_);
    if (segment != turn_) return {};
    Status status = atSite(file_->write(text.view()));
    text.clear();
    return status;
  }

  /// The rest of a segment's text; waiting texts whose turn comes then are written too.
  Status endSegment(uint32_t segment, CsvText text) {
    std::lock_guard lock(mutex_);
    waiting_.emplace(segment, std::move(text));
    for (auto next = waiting_.find(turn_); next != waiting_.end(); next = waiting_.find(turn_)) {
      FLOW_TRY(atSite(file_->write(next->second.view())));
      waiting_.erase(next);
      ++turn_;
    }
    return {};
  }

private:
  Status atSite(Status status) const {
    if (status.ok()) return status;
    Failure failure = status.take();
    failure.site = spec_.site;
    return failure;
  }

  abi::WriteCsvSink spec_;
  QueryContext context_;
  std::unique_ptr<CompressedFile> file_;
  std::mutex mutex_;
  uint32_t turn_ = 0; // the segment whose text comes next
  std::map<uint32_t, CsvText> waiting_;
};

class CsvFileLocal final : public SinkLocal {
public:
  CsvFileLocal(CsvFile &file, MemoryPool &pool) : file_(file), pool_(pool), text_(pool) {}

  Status beginSegment(uint32_t segment) override {
    segment_ = segment;
    return {};
  }
  Status push(const Batch &batch) override {
    FLOW_TRY(text_.appendRows(batch));
    return text_.view().size() < kFlushBytes ? Status() : file_.writeInTurn(segment_, text_);
  }
  Status endSegment() override { return file_.endSegment(segment_, std::exchange(text_, CsvText(pool_))); }

private:
  CsvFile &file_;
  MemoryPool &pool_;
  uint32_t segment_ = 0;
  CsvText text_;
};

std::unique_ptr<SinkLocal> CsvFile::makeLocal() { return std::make_unique<CsvFileLocal>(*this, *context_.memory); }

} // namespace

Result<std::unique_ptr<Sink>> openCsvSink(const abi::WriteCsvSink &spec, const QueryContext &context) {
  Result<std::unique_ptr<CompressedFile>> file = CompressedFile::create(pathOf(spec.path, context.captures));
  if (!file.ok()) {
    Failure failure = file.takeFailure();
    failure.site = spec.site;
    return failure;
  }
  auto sink = std::make_unique<CsvFile>(spec, context, std::move(*file));
  FLOW_TRY(sink->begin());
  return std::unique_ptr<Sink>(std::move(sink));
}

} // namespace flow::frame
