#include "compiler/schema/FileSchemas.h"

#include "runtime/frame/io/CsvSchema.h"
#include "runtime/frame/io/ParquetSchema.h"

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

/// The part of the reader's answer that sema wants.
template <typename T, typename From, typename Pick> static FileAnswer<T> answer(Result<From> read, Pick pick) {
  FileAnswer<T> result;
  if (read.ok()) {
    result.value = pick(*read);
    return result;
  }
  Failure failure = read.takeFailure();
  result.problem = std::move(failure.message);
  result.notes = std::move(failure.notes);
  result.helps = std::move(failure.helps);
  return result;
}

FileAnswer<FileSchema> FileSchemas::csv(const std::string &path, const CsvDialect &dialect) {
  return answer<FileSchema>(
      frame::inferCsvSchema(path, readOptions(dialect, threads_)),
      [](frame::CsvFileSchema &schema) { return FileSchema{std::move(schema.row), schema.rows}; });
}

FileAnswer<std::vector<std::string>> FileSchemas::csvHeader(const std::string &path, const CsvDialect &dialect) {
  return answer<std::vector<std::string>>(frame::readCsvHeader(path, readOptions(dialect, threads_)),
                                          [](std::vector<std::string> &names) { return std::move(names); });
}

FileAnswer<FileSchema> FileSchemas::parquet(const std::string &path) {
  return answer<FileSchema>(frame::readParquetSchema(path), [](frame::ParquetFileSchema &schema) {
    return FileSchema{std::move(schema.row), schema.rows};
  });
}

} // namespace flow::schema
