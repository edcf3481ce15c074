#include "runtime/frame/io/parquet/ParquetSink.h"

#include "runtime/fs/OutputFile.h"
#include "runtime/frame/io/PathOperand.h"
#include "runtime/frame/io/parquet/ParquetInput.h"

#include <map>
#include <mutex>

namespace flow::frame {

namespace {

/// Rows of a segment that are kept before they are written, when it is the segment's turn.
constexpr uint32_t kWrittenRows = 16'384;

/// What the workers share: the file, whose turn it is to write, and rows that came before their turn.
class ParquetOutputFile final : public Sink {
public:
  ParquetOutputFile(const abi::WriteParquetSink &spec, const QueryContext &context, const ArrowApi &api,
                    std::unique_ptr<OutputFile> file)
      : spec_(spec), context_(context), api_(api), file_(std::move(file)) {}
  ~ParquetOutputFile() override {
    if (writer_) api_.closeWriter(writer_);
  }

  Status begin() {
    ParquetWriterOptions options;
    options.row = spec_.row;
    options.compression = spec_.compression;
    options.memory = arrowMemory(*context_.memory);
    options.context = this;
    options.write = writeBytes;
    FailureText text;
    writer_ = api_.openWriter(options, &text);
    return writer_ ? Status() : failed(text);
  }

  std::unique_ptr<SinkLocal> makeLocal() override;

  Status finish() override {
    std::lock_guard lock(mutex_);
    FLOW_TRY(context_.pollCancelled());
    for (auto &[segment, table] : waiting_) FLOW_TRY(write(table));
    waiting_.clear();
    FailureText text;
    if (!api_.finish(writer_, &text)) return failed(text);
    return atSite(file_->commit());
  }

  /// Writes what the builder has if it is the segment's turn.
  Status writeInTurn(uint32_t segment, TableBuilder &rows, uint64_t &kept) {
    std::lock_guard lock(mutex_);
    if (segment != turn_) return {};
    Result<Table> table = rows.finish();
    if (!table.ok()) return atSite(table.takeFailure());
    kept = 0;
    return write(*table);
  }

  /// The rest of a segment; waiting rows whose turn comes then are written too.
  Status endSegment(uint32_t segment, Table table) {
    std::lock_guard lock(mutex_);
    waiting_.emplace(segment, std::move(table));
    for (auto next = waiting_.find(turn_); next != waiting_.end(); next = waiting_.find(turn_)) {
      FLOW_TRY(write(next->second));
      waiting_.erase(next);
      ++turn_;
    }
    return {};
  }

private:
  static bool writeBytes(void *context, const char *bytes, size_t count, FailureText *text) {
    Status status = static_cast<ParquetOutputFile *>(context)->file_->write({bytes, count});
    if (!status.ok()) text->set(status.failure().kind, status.failure().message);
    return status.ok();
  }

  Status write(const Table &table) {
    for (const Chunk &chunk : table.chunks) {
      std::vector<WrittenColumn> columns;
      for (const Column &column : chunk.columns) {
        WrittenColumn written{column.data->data(), nullptr};
        if (column.valid) written.valid = reinterpret_cast<const uint8_t *>(column.valid->data());
        columns.push_back(written);
      }
      FailureText text;
      if (!api_.write(writer_, columns.data(), chunk.rows, &text)) return failed(text);
    }
    return {};
  }

  Status failed(const FailureText &text) const {
    std::string message(text.view());
    if (message.find(file_->path()) == std::string::npos)
      message = "cannot write `" + file_->path() + "`: " + message;
    return atSite(Status::fail(text.kind, std::move(message)));
  }
  Status atSite(Status status) const {
    if (status.ok()) return status;
    Failure failure = status.take();
    failure.site = spec_.site;
    return failure;
  }

  const abi::WriteParquetSink &spec_;
  QueryContext context_;
  const ArrowApi &api_;
  std::unique_ptr<OutputFile> file_;
  ParquetWriter *writer_ = nullptr; // closed before the file
  std::mutex mutex_;
  uint32_t turn_ = 0; // the segment whose rows come next
  std::map<uint32_t, Table> waiting_;
};

class ParquetOutputLocal final : public SinkLocal {
public:
  ParquetOutputLocal(ParquetOutputFile &file, const abi::RowSpec &row, MemoryPool &pool)
      : file_(file), rows_(row, pool) {}

  Status beginSegment(uint32_t segment) override {
    segment_ = segment;
    kept_ = 0;
    return {};
  }
  Status push(const Batch &batch) override {
    FLOW_TRY(rows_.append(batch));
    kept_ += batch.rows;
    if (kept_ < kWrittenRows) return {};
    return file_.writeInTurn(segment_, rows_, kept_);
  }
  Status endSegment() override {
    Result<Table> table = rows_.finish();
    if (!table.ok()) return table.takeFailure();
    return file_.endSegment(segment_, std::move(*table));
  }

private:
  ParquetOutputFile &file_;
  TableBuilder rows_;
  uint32_t segment_ = 0;
  uint64_t kept_ = 0; // rows in rows_
};

std::unique_ptr<SinkLocal> ParquetOutputFile::makeLocal() {
  return std::make_unique<ParquetOutputLocal>(*this, spec_.row, *context_.memory);
}

} // namespace

Result<std::unique_ptr<Sink>> openParquetSink(const abi::WriteParquetSink &spec,
                                              const QueryContext &context) {
  auto withSite = [&](Failure failure) {
    failure.site = spec.site;
    return failure;
  };
  Result<const ArrowApi *> api = arrowApi();
  if (!api.ok()) return withSite(api.takeFailure());
  Result<std::unique_ptr<OutputFile>> file = OutputFile::create(pathOf(spec.path, context.captures));
  if (!file.ok()) return withSite(file.takeFailure());
  auto sink = std::make_unique<ParquetOutputFile>(spec, context, **api, std::move(*file));
  FLOW_TRY(sink->begin());
  return std::unique_ptr<Sink>(std::move(sink));
}

} // namespace flow::frame
