#include "runtime/frame/io/csv/CsvPart.h"

#include "runtime/frame/io/Decompress.h"
#include "runtime/frame/io/csv/CsvFileFacts.h"

#include <algorithm>

namespace flow::frame {

namespace {

/// The options under which the schema of the file was inferred, if it was.
CsvReadOptions optionsOf(const abi::CsvSource &spec) {
  CsvReadOptions options;
  options.delimiter = spec.delimiter;
  options.quote = spec.quote;
  options.header = spec.header;
  options.skipBadRows = spec.badRows == abi::CsvSource::BadRows::Skip;
  options.nulls = spec.nulls;
  return options;
}

std::string nameAt(const std::vector<std::string> &names, size_t index) {
  return index < names.size() ? "`" + names[index] + "`" : "nothing";
}

/// The header is not the one that the program was compiled with: a line for each column that differs.
Failure drift(const std::string &path, const abi::RowSpec &row, const std::vector<std::string> &names) {
  constexpr size_t kShownColumns = 8;
  Failure failure;
  failure.kind = FailureKind::SchemaDrift;
  failure.message = "the columns of `" + path + "` are not those that the program was compiled with";
  std::vector<std::string> expected;
  for (const abi::ColumnSpec &column : row) expected.push_back(column.name);
  size_t differences = 0;
  for (size_t index = 0; index < std::max(names.size(), expected.size()); ++index) {
    if (nameAt(names, index) == nameAt(expected, index) || ++differences > kShownColumns) continue;
    failure.notes.push_back("column " + std::to_string(index + 1) + ": expected " + nameAt(expected, index) +
                            ", the file has " + nameAt(names, index));
  }
  if (differences > kShownColumns)
    failure.notes.push_back("and " + std::to_string(differences - kShownColumns) + " more");
  failure.helps.push_back("compile again with this file, or state the row: `read_csv[Row](..)`");
  return failure;
}

std::string listOf(const std::vector<std::string> &names) {
  constexpr size_t kShownColumns = 24;
  std::string list;
  for (size_t index = 0; index < std::min(names.size(), kShownColumns); ++index)
    list += (index ? ", " : "") + names[index];
  return names.size() > kShownColumns ? list + ", and " + std::to_string(names.size() - kShownColumns) + " more" : list;
}

/// A stated row takes its columns by name, and the file lacks some.
Failure lackingColumns(const std::string &path, const abi::RowSpec &row, const std::vector<std::string> &names) {
  std::vector<std::string> lacking, others;
  for (const abi::ColumnSpec &column : row)
    if (std::ranges::find(names, column.name) == names.end()) lacking.push_back("`" + column.name + "`");
  for (const std::string &name : names)
    if (std::ranges::find(row, name, &abi::ColumnSpec::name) == row.end()) others.push_back(name);
  Failure failure;
  failure.kind = FailureKind::SchemaDrift;
  failure.message = "`" + path + "` has no column" + (lacking.size() > 1 ? "s " : " ") + listOf(lacking);
  failure.notes.push_back("its header names: " + listOf(names));
  if (!others.empty()) failure.notes.push_back("not in the stated row: " + listOf(others));
  return failure;
}

} // namespace

Result<std::shared_ptr<const InputFile>> CsvPart::openFile() {
  if (std::shared_ptr<const InputFile> file = file_.lock()) return file;
  Result<std::shared_ptr<const InputFile>> file = InputFile::open(path_, *pool_);
  if (!file.ok()) return file;
  if (layout_ && (*file)->state() != state_)
    return Status::fail(FailureKind::IoError, "`" + path_ + "` changed while it was read").take();
  state_ = (*file)->state();
  file_ = *file;
  return file;
}

Status CsvPart::prepare() {
  isCompressed_ = compressionOf(path_) != Compression::None;
  if (isCompressed_) return {};
  Result<std::shared_ptr<const InputFile>> file = openFile();
  if (!file.ok()) return file.takeFailure();
  return readPlaces(**file);
}

Status CsvPart::readPlaces(const InputFile &file) {
  CsvDialect dialect{spec_->delimiter, spec_->quote};
  Result<CsvHeader> header = readHeader(file, dialect, spec_->header);
  if (!header.ok()) return header.takeFailure();
  const std::vector<std::string> &names = header->names;
  bool byName = spec_->stated && spec_->header;
  if (!byName && names.size() != spec_->row.size()) return drift(path_, spec_->row, names);
  for (uint32_t index = 0; index < spec_->row.size(); ++index) {
    const std::string &name = spec_->row[index].name;
    uint32_t place = index;
    if (byName) place = static_cast<uint32_t>(std::find(names.begin(), names.end(), name) - names.begin());
    bool found = place < names.size() && (names[place] == name || (spec_->stated && !spec_->header));
    if (!found) return byName ? lackingColumns(path_, spec_->row, names) : drift(path_, spec_->row, names);
    places_.push_back(place);
  }
  fileColumns_ = static_cast<uint32_t>(names.size());
  layout_ = std::make_unique<CsvLayout>(dialect, file.bytes(), header->firstRow);
  std::optional<CsvFileFacts> facts = recallFacts(factsKey(file, optionsOf(*spec_)));
  if (facts && facts->header.firstRow == header->firstRow) layout_->restore(std::move(facts->segmentBegins));
  return {};
}

Status CsvPart::open(uint32_t segment, Segment &result) {
  {
    std::lock_guard lock(mutex_);
    Result<std::shared_ptr<const InputFile>> file = openFile();
    if (!file.ok()) return file.takeFailure();
    result.file = std::move(*file);
    if (!layout_) FLOW_TRY(readPlaces(*result.file));
  }
  if (!isCompressed_) return layout_->find(*result.file, segment, result.begin, result.end);
  uint64_t none = 0;
  result.end = result.file->bytes();
  result.begin = result.end;
  if (layout_->segmentCount() > 0) return layout_->find(*result.file, 0, result.begin, none);
  return {};
}

} // namespace flow::frame
