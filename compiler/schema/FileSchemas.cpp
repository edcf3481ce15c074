#include "compiler/schema/FileSchemas.h"

#include "runtime/frame/io/CsvSchema.h"
#include "runtime/frame/io/ParquetSchema.h"
#include "runtime/frame/io/folders/Partitions.h"

namespace flow::schema {

static frame::CsvReadOptions readOptions(const CsvDialect &dialect, uint32_t threads) {
  frame::CsvReadOptions options;
  options.delimiter = dialect.delimiter;
  options.quote = dialect.quote;
  options.header = dialect.header;
  options.skipBadRows = dialect.skipBadRows;
  options.nulls = dialect.nulls;
  options.threads = threads;
  return options;
}

/// The part of the reader's answer that sema wants, and what the folders of the path give.
template <typename T, typename From, typename Pick>
static FileAnswer<T> answer(const std::string &path, Result<From> read, Pick pick) {
  FileAnswer<T> result;
  Result<abi::RowSpec> partitions = abi::RowSpec();
  if (read.ok()) partitions = frame::partitionsOf(path);
  if (read.ok() && partitions.ok()) {
    result.value = pick(*read, std::move(*partitions));
    return result;
  }
  Failure failure = read.ok() ? partitions.takeFailure() : read.takeFailure();
  result.problem = std::move(failure.message);
  result.notes = std::move(failure.notes);
  result.helps = std::move(failure.helps);
  return result;
}

FileAnswer<FileSchema> FileSchemas::csv(const std::string &path, const CsvDialect &dialect) {
  return answer<FileSchema>(path, frame::inferCsvSchema(path, readOptions(dialect, threads_)),
                            [](frame::CsvFileSchema &schema, abi::RowSpec partitions) {
                              return FileSchema{std::move(schema.row), std::move(partitions), schema.rows};
                            });
}

FileAnswer<FileHeader> FileSchemas::csvHeader(const std::string &path, const CsvDialect &dialect) {
  return answer<FileHeader>(path, frame::readCsvHeader(path, readOptions(dialect, threads_)),
                            [](std::vector<std::string> &names, abi::RowSpec partitions) {
                              return FileHeader{std::move(names), std::move(partitions)};
                            });
}

FileAnswer<FileSchema> FileSchemas::parquet(const std::string &path) {
  return answer<FileSchema>(path, frame::readParquetSchema(path),
                            [](frame::ParquetFileSchema &schema, abi::RowSpec partitions) {
                              return FileSchema{std::move(schema.row), std::move(partitions), schema.rows};
                            });
}

} // namespace flow::schema
