#pragma once
// A file that is written whole or not at all (OutputFile), compressed when its name ends in `.gz` or `.zst`. What comes
// out depends on the bytes alone, not on how they were cut into writes.

#include "runtime/frame/io/Decompress.h"
#include "runtime/fs/OutputFile.h"

namespace flow::frame {

/// One stream of compressed bytes.
class Compressor {
public:
  virtual ~Compressor() = default;
  /// Appends what is ready to `out`; all that is left when `isLast`. False when the library fails.
  virtual bool compress(std::string_view bytes, bool isLast, std::string &out) = 0;
};

class CompressedFile {
public:
  static Result<std::unique_ptr<CompressedFile>> create(const std::string &path);

  Status write(std::string_view bytes);
  /// The file takes its name, complete.
  Status commit();

private:
  explicit CompressedFile(std::unique_ptr<OutputFile> file) : file_(std::move(file)) {}
  Status compressPending(bool isLast);

  std::unique_ptr<OutputFile> file_;
  std::unique_ptr<Compressor> compressor_; // null: the bytes are written as they are
  std::string pending_, compressed_;
};

} // namespace flow::frame
