#pragma once
// Where the segments of a CSV file begin. The file is divided at multiples of a size that depends on its
// length alone; a segment holds the rows that begin between two such borders. Whether a border lies in quotes
// depends on everything before it, so borders are found in order, once, by whoever needs them first (at
// memory speed). Thread-safe.

#include "runtime/frame/io/InputFile.h"
#include "runtime/frame/io/csv/CsvDialect.h"

#include <mutex>

namespace flow::frame {

class CsvLayout {
public:
  /// Of a file of `bytes` bytes whose rows begin at `firstRow`, which is behind the header. Tests choose the
  /// size of segments.
  CsvLayout(CsvDialect dialect, uint64_t bytes, uint64_t firstRow, uint64_t segmentBytes = 0);

  uint32_t segmentCount() const { return segments_; }
  /// Sets [begin, end) to the bytes of a segment's rows; they may be none.
  Status find(const InputFile &file, uint32_t segment, uint64_t &begin, uint64_t &end);

  /// The beginnings found so far, and those that an earlier run found (complete, or they are ignored).
  std::vector<uint64_t> begins() const;
  void restore(std::vector<uint64_t> begins);

private:
  Status extend(const InputFile &file);
  uint64_t borderOf(uint32_t segment) const;

  CsvDialect dialect_;
  uint64_t bytes_;
  uint64_t segmentBytes_;
  uint32_t segments_;
  mutable std::mutex mutex_;
  std::vector<uint64_t> begins_; // of the segments 0, 1, .., and at last the end of the file
};

} // namespace flow::frame
