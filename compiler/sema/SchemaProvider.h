#pragma once
// Where the rows of files come from while compiling: compiler/schema reads the files, tests make them up.

#include "runtime/base/Status.h"

namespace flow::sema {

/// Options of `read_csv` that change what columns a file has.
struct CsvDialect {
  char delimiter = ',';
  char quote = '"';
  bool header = true;
  bool skipBadRows = false;
  std::optional<std::vector<std::string>> nulls;
};

class SchemaProvider {
public:
  virtual ~SchemaProvider() = default;
  virtual Result<abi::RowSpec> csv(const std::string &path, const CsvDialect &dialect) = 0;
  /// Names of the header alone, for a file that is read with a declared row.
  virtual Result<std::vector<std::string>> csvHeader(const std::string &path, const CsvDialect &dialect) = 0;
  virtual Result<abi::RowSpec> parquet(const std::string &path) = 0;
};

} // namespace flow::sema
