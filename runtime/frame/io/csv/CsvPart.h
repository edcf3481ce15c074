#pragma once
// One file of a CSV source: where its columns are, and its segments. The file is open only while segments of
// it are read, so that a pattern may name more files than a process may have open. Thread-safe.

#include "runtime/abi/Plan.h"
#include "runtime/frame/io/InputFile.h"
#include "runtime/frame/io/csv/CsvLayout.h"

#include <mutex>

namespace flow::frame {

class CsvPart {
public:
  CsvPart(const abi::CsvSource &spec, std::string path, MemoryPool &pool)
      : spec_(&spec), path_(std::move(path)), pool_(&pool) {}

  /// Reads the header, unless the file is compressed: then that waits for the first segment.
  Status prepare();
  uint32_t segmentCount() const { return isCompressed_ ? 1 : layout_->segmentCount(); }

  struct Segment {
    std::shared_ptr<const InputFile> file;
    uint64_t begin = 0, end = 0;
  };
  /// The file, open, and the place of a segment in it. What follows is known from then on.
  Status open(uint32_t segment, Segment &result);

  uint32_t fileColumns() const { return fileColumns_; }
  /// The number in the file of each column of the row.
  const std::vector<uint32_t> &places() const { return places_; }

private:
  Result<std::shared_ptr<const InputFile>> openFile();
  Status readPlaces(const InputFile &file);

  const abi::CsvSource *spec_;
  std::string path_;
  MemoryPool *pool_;
  bool isCompressed_ = false;
  std::mutex mutex_;
  std::weak_ptr<const InputFile> file_; // while somebody reads it
  FileState state_;                     // as it was at first
  std::unique_ptr<CsvLayout> layout_;   // null until the header was read
  uint32_t fileColumns_ = 0;
  std::vector<uint32_t> places_;
};

} // namespace flow::frame
