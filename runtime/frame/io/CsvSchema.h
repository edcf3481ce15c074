#pragma once
// What a CSV file says about itself: names, types, number of rows. For the compiler, which reads schemas
// before anything runs, and for the runtime, which checks that files are as the compiler saw them.

#include "runtime/abi/ColumnType.h"
#include "runtime/base/Status.h"

namespace flow::frame {

struct CsvReadOptions {
  char delimiter = ',';
  char quote = '"';         ///< '\0': none
  bool header = true;       ///< without one the columns are column_1, column_2, ..
  bool skipBadRows = false; ///< rows with another number of fields are left out
  /// Replaces the words `NA N/A NULL null NaN`, and unlike them also applies to text columns.
  std::optional<std::vector<std::string>> nulls;

  uint32_t threads = 2;
  bool useCache = true;
  /// Files larger than this are not read whole: a sample is.
  uint64_t sampleAboveBytes = uint64_t(1) << 30;
};

struct CsvFileSchema {
  abi::RowSpec row;
  uint64_t rows = 0; ///< of all files; an estimate when `isSampled`
  bool isSampled = false;
  std::vector<std::string> files; ///< those of a pattern, in the order in which they are read
  /// Another delimiter that would give several columns where this one gives a single one; '\0': none.
  char likelyDelimiter = '\0';
};

/// The schema of a file, or of all files that a pattern names (which have the same columns). The types are
/// the narrowest of bool, i64, f64, date, timestamp, str that take all values; a column is optional where
/// nulls occur. Fails with IoError for files that cannot be read, with BadRow for a header or rows that are
/// wrong, with SchemaDrift when files of one pattern differ; the message names the file, the helps what to
/// do.
Result<CsvFileSchema> inferCsvSchema(const std::string &path, const CsvReadOptions &options = {});

/// Only the names, in file order; reads no more than the header of the first file.
Result<std::vector<std::string>> readCsvHeader(const std::string &path, const CsvReadOptions &options = {});

} // namespace flow::frame
