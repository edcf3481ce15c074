#pragma once
// A Parquet file that is open: its bytes, its footer, and the library that reads it. Immutable, so threads
// share it.

#include "runtime/frame/io/ArrowLoader.h"
#include "runtime/frame/io/InputFile.h"

namespace flow::frame {

class ParquetInput {
public:
  /// IoError, with the file's name, for what is no Parquet file, is damaged, or has columns of unknown types.
  static Result<std::shared_ptr<const ParquetInput>> open(const std::string &path, MemoryPool &pool);
  ~ParquetInput();
  ParquetInput(const ParquetInput &) = delete;
  ParquetInput &operator=(const ParquetInput &) = delete;

  const std::string &path() const { return bytes_->path(); }
  const ParquetFacts &facts() const { return facts_; }
  uint64_t rows() const;
  const ArrowApi &api() const { return *api_; }
  const ParquetFile *file() const { return file_; }
  /// A failure of the library about this file, with the file's name.
  Failure failure(const FailureText &text) const;

private:
  ParquetInput() = default;
  Status checkEnds() const;

  const ArrowApi *api_ = nullptr;
  std::shared_ptr<const InputFile> bytes_;
  ParquetFile *file_ = nullptr;
  ParquetFacts facts_;
};

/// The query's memory for the library.
ArrowMemory arrowMemory(MemoryPool &pool);

} // namespace flow::frame
