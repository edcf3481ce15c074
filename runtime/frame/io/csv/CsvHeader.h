#pragma once
// The first line of a CSV file: byte order mark, names of the columns, where the rows begin.

#include "runtime/frame/io/InputFile.h"
#include "runtime/frame/io/csv/CsvDialect.h"

#include <string>
#include <vector>

namespace flow::frame {

struct CsvHeader {
  std::vector<std::string> names;
  uint64_t firstRow = 0;       ///< offset in the file
  char likelyDelimiter = '\0'; ///< see CsvFileSchema
};

/// Without a header line the names are column_1, column_2, .. and the first row is counted for them.
/// Fails when the file is empty, no text in UTF-8, or when names are missing or there twice.
Result<CsvHeader> readHeader(const InputFile &file, CsvDialect dialect, bool hasHeader);

} // namespace flow::frame
