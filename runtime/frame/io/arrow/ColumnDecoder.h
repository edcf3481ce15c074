#pragma once
// From the pages of one column of one row group to values of ours: numbers are decoded straight into the
// place where they are used, texts become views into a dictionary or into bytes that are copied once.

#include "runtime/frame/io/arrow/ChunkPages.h"

#include <cstring>

namespace flow::frame {

/// Throws ParquetException for damaged pages, and for values that Flow's type does not have (see failKind).
class ColumnDecoder {
public:
  virtual ~ColumnDecoder() = default;
  /// The next `rows` rows, at most the block's.
  virtual void read(uint32_t rows, DecodedColumn &output) = 0;
};

/// What a decoder is made of.
struct ChunkSource {
  const ParquetFile *file = nullptr;
  std::shared_ptr<HostFile> bytes;
  const ::parquet::ReaderProperties *properties = nullptr;
  uint32_t group = 0;
  uint32_t column = 0;
  uint32_t blockRows = 0;
  ArrowTexts texts;

  const ParquetColumnType &type() const { return file->columns()[column]; }
  const ::parquet::ColumnDescriptor &descriptor() const {
    return *file->metadata()->schema()->Column(static_cast<int>(column));
  }
  std::unique_ptr<::parquet::PageReader> pages() const { return openPages(*file, group, column, bytes, *properties); }
  std::shared_ptr<::parquet::ColumnReader> reader() const {
    return ::parquet::ColumnReader::Make(&descriptor(), pages(), properties->memory_pool());
  }
};

std::unique_ptr<ColumnDecoder> makeDecoder(const ChunkSource &source);
std::unique_ptr<ColumnDecoder> makeFixedDecoder(const ChunkSource &source);
std::unique_ptr<ColumnDecoder> makeTextDecoder(const ChunkSource &source);

/// A value that the file has and Flow's type has not, or the other way round: a failure of the row.
class BadValue : public ::parquet::ParquetException {
public:
  using ParquetException::ParquetException;
};

/// Where the values of a block are: dense as they were read, and one definition level per row.
class DefinitionLevels {
public:
  DefinitionLevels(const ChunkSource &source);

  /// Null when the chunk has no nulls: then levels need not be read.
  int16_t *room() { return levels_.empty() ? nullptr : levels_.data(); }
  /// Spreads `values` dense values of `bytes` bytes to `rows` rows, of which `first` were done before.
  void spread(DecodedColumn &output, uint32_t first, uint32_t rows, uint32_t values, size_t bytes) const;

private:
  std::string name_;
  int16_t present_ = 0; // the level of a value that is there
  std::vector<int16_t> levels_;
};

/// Reads `rows` rows by calls of `readSome(first, rows, values)`, which gives the number of rows that it
/// read.
template <typename ReadSome>
void readRows(uint32_t rows, DefinitionLevels &levels, DecodedColumn &output, size_t bytes, ReadSome readSome) {
  output.hasNulls = false;
  for (uint32_t first = 0; first < rows;) {
    int64_t values = 0;
    int64_t got = readSome(first, rows - first, values);
    if (got <= 0 || values > got) throw ::parquet::ParquetException("a column has fewer values than rows");
    levels.spread(output, first, static_cast<uint32_t>(got), static_cast<uint32_t>(values), bytes);
    first += static_cast<uint32_t>(got);
  }
}

} // namespace flow::frame
