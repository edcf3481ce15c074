#pragma once
// A file that is read, as bytes: `.gz` and `.zst` files are decompressed into memory when they are opened; what comes
// out of a pipe is copied first (PipeCopies.h). Files are read, not mapped: as fast through a small buffer, and a file
// that shrinks is then a failure and not a signal. Reading is thread-safe.

#include "runtime/abi/Bytes.h"
#include "runtime/base/Memory.h"

#include <string>

namespace flow::frame {

/// What tells one state of a file from another without reading it.
struct FileState {
  uint64_t bytes = 0; ///< on disk
  int64_t modifiedNanos = 0;
  int64_t changedNanos = 0;
  uint64_t inode = 0; ///< 0 of a pipe

  friend bool operator==(const FileState &, const FileState &) = default;
};
FLOW_FIELDS(FileState, bytes, modifiedNanos, changedNanos, inode)

/// Of a regular file; nothing for what is none, or is not there.
std::optional<FileState> stateOf(const std::string &path);
/// Whether a file's next change will show in its state: it was not changed just now, within the grain of the clock.
bool isSettled(const FileState &state);

class InputFile {
public:
  static Result<std::shared_ptr<const InputFile>> open(const std::string &path, MemoryPool &pool);
  /// Content that is in memory already, under a name for messages.
  static std::shared_ptr<const InputFile> inMemory(std::string name, std::shared_ptr<Buffer> content);
  ~InputFile();
  InputFile(const InputFile &) = delete;
  InputFile &operator=(const InputFile &) = delete;

  const std::string &path() const { return path_; }
  const FileState &state() const { return state_; }
  /// Bytes of the content.
  uint64_t bytes() const { return content_ ? content_->bytes() : state_.bytes; }
  /// Copies `count` bytes of the content from `offset` on, all of which lie within bytes().
  Status read(uint64_t offset, char *to, size_t count) const;

private:
  InputFile() = default;
  Status openFile();

  std::string path_;
  FileState state_;
  int file_ = -1;
  std::shared_ptr<Buffer> content_; // of decompressed files
};

} // namespace flow::frame
