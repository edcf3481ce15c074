#include "compiler/schema/FileSchemas.h"

#include "runtime/frame/io/CsvSchema.h"
#include "runtime/frame/io/ParquetSchema.h"

namespace flow::schema {

static frame::CsvReadOptions readOptions(const sema::CsvDialect &dialect, uint32_t threads) {
  frame::CsvReadOptions options;
  options.delimiter = dialect.delimiter;
  options.quote = dialect.quote;
  options.header = dialect.header;
  options.skipBadRows = dialect.skipBadRows;
  options.nulls = dialect.nulls;
  options.threads = threads;
  return options;
}

Result<abi::RowSpec> FileSchemas::csv(const std::string &path, const sema::CsvDialect &dialect) {
  Result<frame::CsvFileSchema> schema = frame::inferCsvSchema(path, readOptions(dialect, threads_));
  if (!schema.ok()) return schema.takeFailure();
  return std::move(schema->row);
}

Result<std::vector<std::string>> FileSchemas::csvHeader(const std::string &path, const sema::CsvDialect &dialect) {
  return frame::readCsvHeader(path, readOptions(dialect, threads_));
}

Result<abi::RowSpec> FileSchemas::parquet(const std::string &path) {
  Result<frame::ParquetFileSchema> schema = frame::readParquetSchema(path);
  if (!schema.ok()) return schema.takeFailure();
  return std::move(schema->row);
}

} // namespace flow::schema
