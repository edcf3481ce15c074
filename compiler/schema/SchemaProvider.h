#pragma once
// Where the rows of files come from while compiling: FileSchemas reads the files, tests make them up.

#include "runtime/abi/ColumnType.h"

#include <optional>

namespace flow::schema {

/// Options of `read_csv` that change what columns a file has.
struct CsvDialect {
  char delimiter = ',';
  char quote = '"';
  bool header = true;
  bool skipBadRows = false;
  std::optional<std::vector<std::string>> nulls;
};

/// What is known of a file, or why nothing is.
template <typename T> struct FileAnswer {
  std::optional<T> value;
  std::string problem; ///< set when there is no value: lower case, names the file
  std::vector<std::string> notes;
  std::vector<std::string> helps;
};

/// The columns of a file (of all files that a pattern names), those that its folders give, and how many rows it has: 0
/// when that is not known.
struct FileSchema {
  abi::RowSpec row;
  abi::RowSpec partitions;
  uint64_t rowCount = 0;
};
/// What is known of a file that is read with a declared row.
struct FileHeader {
  std::vector<std::string> names;
  abi::RowSpec partitions;
};

class SchemaProvider {
public:
  virtual ~SchemaProvider() = default;
  virtual FileAnswer<FileSchema> csv(const std::string &path, const CsvDialect &dialect) = 0;
  virtual FileAnswer<FileHeader> csvHeader(const std::string &path, const CsvDialect &dialect) = 0;
  virtual FileAnswer<FileSchema> parquet(const std::string &path) = 0;
};

} // namespace flow::schema
