#pragma once
// The schemas of real files, for sema.

#include "compiler/schema/SchemaProvider.h"

namespace flow::schema {

class FileSchemas : public SchemaProvider {
public:
  explicit FileSchemas(uint32_t threads) : threads_(threads) {}

  FileAnswer<FileSchema> csv(const std::string &path, const CsvDialect &dialect) override;
  FileAnswer<FileHeader> csvHeader(const std::string &path, const CsvDialect &dialect) override;
  FileAnswer<FileSchema> parquet(const std::string &path) override;

private:
  uint32_t threads_;
};

} // namespace flow::schema
