#pragma once
// The schemas of real files, for sema.

#include "compiler/sema/SchemaProvider.h"

namespace flow::schema {

class FileSchemas : public sema::SchemaProvider {
public:
  explicit FileSchemas(uint32_t threads) : threads_(threads) {}

  Result<abi::RowSpec> csv(const std::string &path, const sema::CsvDialect &dialect) override;
  Result<std::vector<std::string>> csvHeader(const std::string &path, const sema::CsvDialect &dialect) override;
  Result<abi::RowSpec> parquet(const std::string &path) override;

private:
  uint32_t threads_;
};

} // namespace flow::schema
