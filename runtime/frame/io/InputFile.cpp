#include "runtime/frame/io/InputFile.h"

#include "runtime/frame/io/Decompress.h"
#include "runtime/frame/io/PipeCopies.h"
#include "runtime/fs/FileFailure.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace flow::frame {

namespace {

int64_t nanosOf(const timespec &time) { return int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec; }

FileState stateIn(const struct stat &state) {
  return {static_cast<uint64_t>(state.st_size), nanosOf(state.st_mtim), nanosOf(state.st_ctim), state.st_ino};
}

Result<std::shared_ptr<Buffer>> readWhole(const InputFile &file, MemoryPool &pool) {
  Result<std::shared_ptr<Buffer>> buffer = Buffer::allocate(pool, file.bytes());
  if (!buffer.ok()) return buffer;
  FLOW_TRY(file.read(0, (*buffer)->data(), file.bytes()));
  return buffer;
}

} // namespace

std::optional<FileState> stateOf(const std::string &path) {
  struct stat state{};
  if (stat(path.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) return std::nullopt;
  return stateIn(state);
}

bool isSettled(const FileState &state) {
  constexpr int64_t kGrainNanos = 100'000'000;
  auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count() - state.changedNanos >= kGrainNanos;
}

Result<std::shared_ptr<const InputFile>> InputFile::open(const std::string &path, MemoryPool &pool) {
  std::shared_ptr<InputFile> input(new InputFile);
  input->path_ = path;
  FLOW_TRY(input->openFile());
  Compression compression = compressionOf(path);
  if (compression == Compression::None) return std::shared_ptr<const InputFile>(input);
  Result<std::shared_ptr<Buffer>> bytes = readWhole(*input, pool);
  if (!bytes.ok()) return bytes.takeFailure();
  bytes = decompress(compression, {(*bytes)->data(), (*bytes)->bytes()}, path, pool);
  if (!bytes.ok()) return bytes.takeFailure();
  input->content_ = std::move(*bytes);
  return std::shared_ptr<const InputFile>(input);
}

Status InputFile::openFile() {
  struct stat state{};
  if (stat(path_.c_str(), &state) != 0) return fileFailure("open", path_, errno);
  if (S_ISDIR(state.st_mode)) return fileFailure("open", path_, EISDIR);
  if (!S_ISREG(state.st_mode)) {
    Result<PipeCopy> copy = copyOfPipe(path_, state);
    if (!copy.ok()) return copy.takeFailure();
    file_ = copy->file;
    state_.bytes = copy->bytes;
    return {};
  }
  file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0 || fstat(file_, &state) != 0) return fileFailure("open", path_, errno);
  state_ = stateIn(state);
  return {};
}

std::shared_ptr<const InputFile> InputFile::inMemory(std::string name, std::shared_ptr<Buffer> content) {
  std::shared_ptr<InputFile> input(new InputFile);
  input->path_ = std::move(name);
  input->content_ = std::move(content);
  return input;
}

InputFile::~InputFile() {
  if (file_ >= 0) close(file_);
}

Status InputFile::read(uint64_t offset, char *to, size_t count) const {
  FLOW_CHECK_LE(offset + count, bytes(), "read beyond the end of ", path_);
  if (content_) {
    std::memcpy(to, content_->data() + offset, count);
    return {};
  }
  while (count > 0) {
    ssize_t got = pread(file_, to, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fileFailure("read", path_, errno);
    if (got == 0) {
      Status status = Status::fail(FailureKind::IoError, "`" + path_ + "` became shorter while it was read");
      return status;
    }
    to += got;
    offset += static_cast<uint64_t>(got);
    count -= static_cast<size_t>(got);
  }
  return {};
}

} // namespace flow::frame
