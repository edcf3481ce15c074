#pragma once
// What libflow_arrow.so offers: Parquet files without Arrow's headers. The library is opened on first use,
// because opening Arrow costs a process more than most programs need. It reads and writes no file itself:
// bytes come and go through functions that its user gives, and so does all memory that matters.
//
// A function that fails says so by its result and fills a FailureText: the message has no file name, its user
// adds it. Nothing throws. A ParquetFile may be used by several threads, readers and writers by one at a
// time.

#include "runtime/abi/ColumnType.h"
#include "runtime/abi/KernelContext.h"

#include <string>
#include <vector>

namespace flow::frame {

using abi::FailureText;

class ParquetFile;
class ParquetReader;
class ParquetWriter;

/// The bytes of a file that is read. `read` may be called by several threads.
struct ArrowInput {
  const void *context = nullptr;
  uint64_t bytes = 0;
  /// Copies `count` bytes from `offset` on; false when that failed.
  bool (*read)(const void *context, uint64_t offset, char *to, size_t count, FailureText *failure) = nullptr;
};

/// Memory of the query that a reader or a writer works for. Functions are called by the thread that calls the
/// library.
struct ArrowMemory {
  void *context = nullptr;
  bool (*reserve)(void *context, size_t bytes) = nullptr;
  void (*release)(void *context, size_t bytes) = nullptr;
};

/// Where the bytes of texts go that do not fit a view; null when memory is denied. Those of a dictionary live
/// as long as the reader, others until the next read.
struct ArrowTexts {
  void *context = nullptr;
  char *(*allocate)(void *context, size_t bytes, bool isDictionary) = nullptr;
};

/// What the footer of a file says.
struct ParquetFacts {
  /// Nested and other columns that Flow has no type for are refused when the file is opened. Optional are
  /// columns that may have nulls: those for which the footer does not say that they have none.
  abi::RowSpec row;
  std::vector<uint64_t> groupRows;
};

/// The least and the largest value of a column in a row group, in the column's own representation (see
/// Plan.h). Values lie between them; nulls do not count, nor does NaN.
struct ParquetRange {
  enum class Kind : uint8_t { Unknown, Integer, Float, Text, AllNull } kind = Kind::Unknown;
  int64_t least = 0, most = 0;
  double leastFloat = 0, mostFloat = 0;
  std::string leastText, mostText;
};

/// Room for the rows of one column: values as columns have them in memory, zero under nulls.
struct DecodedColumn {
  void *data = nullptr;
  uint8_t *valid = nullptr; ///< null: a null in the file is a failure (BadRow)
  bool hasNulls = false;    ///< set by a read; `valid` is written only when there are some
};

/// Rows of one column that are written.
struct WrittenColumn {
  const void *data = nullptr;
  const uint8_t *valid = nullptr; ///< null: all have a value
};

struct ParquetWriterOptions {
  abi::RowSpec row;
  std::string compression;      ///< snappy, zstd, gzip, lz4, none; empty: snappy
  uint64_t groupRows = 122'880; ///< rows of a row group
  ArrowMemory memory;
  void *context = nullptr; ///< of `write`
  bool (*write)(void *context, const char *bytes, size_t count, FailureText *failure) = nullptr;
};

struct ArrowApi {
  /// Null when it failed. The input's context outlives the file.
  ParquetFile *(*openFile)(const ArrowInput &input, FailureText *failure);
  void (*closeFile)(ParquetFile *file);
  void (*describe)(const ParquetFile *file, ParquetFacts *facts);
  /// Never fails: what cannot be read is unknown.
  void (*range)(const ParquetFile *file, uint32_t group, uint32_t column, ParquetRange *range);

  /// A reader of some columns of one row group; null when it failed. Reads at most `blockRows` rows at once.
  ParquetReader *(*openReader)(const ParquetFile *file, uint32_t group, const uint32_t *columns,
                               uint32_t columnCount, uint32_t blockRows, const ArrowMemory &memory,
                               const ArrowTexts &texts, FailureText *failure);
  /// The next `rows` rows, which the group has to have; one output for each column. False when it failed.
  bool (*read)(ParquetReader *reader, uint32_t rows, DecodedColumn *outputs, FailureText *failure);
  void (*closeReader)(ParquetReader *reader);

  ParquetWriter *(*openWriter)(const ParquetWriterOptions &options, FailureText *failure);
  bool (*write)(ParquetWriter *writer, const WrittenColumn *columns, uint64_t rows, FailureText *failure);
  /// Writes what is left and the footer.
  bool (*finish)(ParquetWriter *writer, FailureText *failure);
  void (*closeWriter)(ParquetWriter *writer);
};

/// The only symbol of the library.
constexpr const char *kArrowEntry = "flow_arrow_api";
using ArrowEntry = const ArrowApi *(*)();

} // namespace flow::frame
