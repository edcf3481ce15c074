#include "runtime/frame/io/CsvSchema.h"

#include "runtime/frame/io/FilesOfPath.h"
#include "runtime/frame/io/csv/CsvFileFacts.h"

namespace flow::frame {

namespace {

Status checkOptions(const CsvReadOptions &options) {
  auto isUnfit = [](char byte) { return byte == '\n' || byte == '\r' || byte == '\0' || (byte & 0x80); };
  bool unfit = isUnfit(options.delimiter) || (options.quote != '\0' && isUnfit(options.quote));
  if (!unfit && options.delimiter != options.quote) return {};
  return Status::fail(FailureKind::Failure,
                      "delimiter and quote of a CSV file are different ASCII characters, "
                      "not line ends");
}

Result<CsvFileFacts> factsOf(const std::string &path, const CsvReadOptions &options, MemoryPool &pool) {
  Result<std::shared_ptr<const InputFile>> file = InputFile::open(path, pool);
  if (!file.ok()) return file.takeFailure();
  if (!options.useCache) return gatherFacts(*file, options, pool);
  std::string key = factsKey(**file, options);
  if (std::optional<CsvFileFacts> known = recallFacts(key)) return std::move(*known);
  Result<CsvFileFacts> facts = gatherFacts(*file, options, pool);
  if (facts.ok()) rememberFacts(key, **file, *facts);
  return facts;
}

Failure filesDiffer(const std::string &first, const std::vector<std::string> &firstNames,
                    const std::string &other, const std::vector<std::string> &otherNames) {
  Failure failure;
  failure.kind = FailureKind::SchemaDrift;
  failure.message = "`" + other + "` has other columns than `" + first + "`";
  auto list = [](const std::vector<std::string> &names) {
    std::string text;
    for (const std::string &name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
  };
  failure.notes = {"`" + first + "`: " + list(firstNames), "`" + other + "`: " + list(otherNames)};
  failure.helps.push_back("read the files one by one and put them together with `union` or `concat`");
  return failure;
}

} // namespace

Result<CsvFileSchema> inferCsvSchema(const std::string &path, const CsvReadOptions &options) {
  FLOW_TRY(checkOptions(options));
  Result<std::vector<std::string>> files = expandPath(path);
  if (!files.ok()) return files.takeFailure();
  MemoryPool pool;
  CsvFileSchema schema;
  CsvFileFacts all;
  for (const std::string &file : *files) {
    Result<CsvFileFacts> facts = factsOf(file, options, pool);
    if (!facts.ok()) return facts.takeFailure();
    schema.rows += facts->rows;
    schema.isSampled |= facts->isSampled;
    if (&file == &files->front()) {
      all = std::move(*facts);
      continue;
    }
    if (facts->header.names != all.header.names)
      return filesDiffer(files->front(), all.header.names, file, facts->header.names);
    for (size_t index = 0; index < all.columns.size(); ++index) all.columns[index] |= facts->columns[index];
  }
  NullWords nullWords(options.nulls);
  for (size_t index = 0; index < all.columns.size(); ++index)
    schema.row.push_back({all.header.names[index], typeOf(all.columns[index], nullWords)});
  schema.likelyDelimiter = all.header.likelyDelimiter;
  schema.files = std::move(*files);
  return schema;
}

Result<std::vector<std::string>> readCsvHeader(const std::string &path, const CsvReadOptions &options) {
  FLOW_TRY(checkOptions(options));
  Result<std::vector<std::string>> files = expandPath(path);
  if (!files.ok()) return files.takeFailure();
  MemoryPool pool;
  Result<std::shared_ptr<const InputFile>> file = InputFile::open(files->front(), pool);
  if (!file.ok()) return file.takeFailure();
  Result<CsvHeader> header = readHeader(**file, {options.delimiter, options.quote}, options.header);
  if (!header.ok()) return header.takeFailure();
  return std::move(header->names);
}

} // namespace flow::frame
