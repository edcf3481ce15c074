#include "runtime/frame/io/parquet/ParquetInput.h"

#include <numeric>

namespace flow::frame {

namespace {

constexpr std::string_view kMagic = "PAR1";
constexpr std::string_view kEncryptedMagic = "PARE";

bool readBytes(const void *context, uint64_t offset, char *to, size_t count, FailureText *failure) {
  Status status = static_cast<const InputFile *>(context)->read(offset, to, count);
  if (!status.ok()) failure->set(status.failure().kind, status.failure().message);
  return status.ok();
}

Failure ioError(std::string message) { return Status::fail(FailureKind::IoError, std::move(message)).take(); }

} // namespace

Result<std::shared_ptr<const ParquetInput>> ParquetInput::open(const std::string &path, MemoryPool &pool) {
  Result<const ArrowApi *> api = arrowApi();
  if (!api.ok()) return api.takeFailure();
  Result<std::shared_ptr<const InputFile>> bytes = InputFile::open(path, pool);
  if (!bytes.ok()) return bytes.takeFailure();
  std::shared_ptr<ParquetInput> input(new ParquetInput);
  input->api_ = *api;
  input->bytes_ = *bytes;
  FLOW_TRY(input->checkEnds());
  FailureText text;
  input->file_ = (*api)->openFile({bytes->get(), (*bytes)->bytes(), readBytes}, &text);
  if (!input->file_) return input->failure(text);
  (*api)->describe(input->file_, &input->facts_);
  return std::shared_ptr<const ParquetInput>(std::move(input));
}

ParquetInput::~ParquetInput() {
  if (file_) api_->closeFile(file_);
}

/// Parquet files begin and end with the same four bytes: what is wrong with others is said in plain words.
Status ParquetInput::checkEnds() const {
  uint64_t size = bytes_->bytes();
  if (size == 0) return ioError("`" + path() + "` is empty, and so no Parquet file");
  char first[4] = {}, last[4] = {};
  if (size >= 4) {
    FLOW_TRY(bytes_->read(0, first, 4));
    FLOW_TRY(bytes_->read(size - 4, last, 4));
  }
  std::string_view begin(first, 4), end(last, 4);
  if (begin == kEncryptedMagic || end == kEncryptedMagic)
    return ioError("`" + path() + "` is encrypted, which is not built yet");
  if (begin != kMagic) return ioError("`" + path() + "` is no Parquet file");
  if (end != kMagic || size < 12)
    return ioError("`" + path() + "` is cut short: the end of the Parquet file is missing");
  return {};
}

uint64_t ParquetInput::rows() const {
  return std::accumulate(facts_.groupRows.begin(), facts_.groupRows.end(), uint64_t(0));
}

Failure ParquetInput::failure(const FailureText &text) const {
  std::string message(text.view());
  if (text.kind == FailureKind::IoError && message.find(path()) == std::string::npos)
    message = "cannot read `" + path() + "`: " + message;
  else if (text.kind == FailureKind::BadRow)
    message = "`" + path() + "`: " + message;
  Failure failure;
  failure.kind = text.kind;
  failure.message = std::move(message);
  return failure;
}

ArrowMemory arrowMemory(MemoryPool &pool) {
  ArrowMemory memory;
  memory.context = &pool;
  memory.reserve = [](void *context, size_t bytes) {
    return static_cast<MemoryPool *>(context)->reserve(bytes);
  };
  memory.release = [](void *context, size_t bytes) { static_cast<MemoryPool *>(context)->release(bytes); };
  return memory;
}

} // namespace flow::frame
