#include "runtime/frame/io/csv/BadRows.h"

#include "runtime/frame/io/csv/CsvFiles.h"
#include "runtime/frame/io/csv/CsvMisfit.h"
#include "runtime/frame/io/csv/CsvRowStream.h"
#include "runtime/frame/io/csv/LineNumbers.h"

#include <algorithm>
#include <deque>

namespace flow::frame {

namespace {

/// One row of the source.
struct BadRow {
  uint64_t line = 0;
  std::string column; ///< empty: the row as a whole
  std::string text;
  std::string reason;
};

/// The text of a file as a `str` can hold it.
std::string heldText(std::string_view raw) {
  if (raw.ends_with('\r')) raw.remove_suffix(1);
  return isUtf8(raw) ? std::string(raw) : shownText(raw);
}

class BadRowsReader final : public SegmentReader {
public:
  BadRowsReader(const abi::BadCsvSource &spec, const CsvFiles &files, const CsvFiles::Place &place, LineNumbers &lines)
      : spec_(spec), files_(files), lines_(lines), rules_{spec.file.quote, NullWords(spec.file.nulls)},
        fieldTexts_(*files.context().memory), texts_(*files.context().memory),
        stream_(place.bytes.file, {spec.file.delimiter, spec.file.quote}, place.part->fileColumns(), false,
                *files.context().memory) {
    for (uint32_t index = 0; index < spec.file.row.size(); ++index)
      columns_.emplace_back(spec.file.row[index].type, place.part->places()[index], place.part->fileColumns());
  }

  Status open(uint64_t begin, uint64_t end) {
    for (CsvColumn &column : columns_) FLOW_TRY(column.allocate(*files_.context().memory, abi::kBatchRows));
    return stream_.open(begin, end);
  }
  Status next(Batch &batch, uint32_t maxRows) override;

private:
  Status findMore();
  Status findMisfits(const CsvRows &rows);
  Status addMisfit(const CsvRows &row);
  Status addRagged(const CsvRowStream::Ragged &ragged);
  Status add(uint64_t offset, BadRow row);
  bool store(const BadRow &row, uint32_t at);

  const abi::BadCsvSource &spec_;
  const CsvFiles &files_;
  LineNumbers &lines_;
  FieldRules rules_;
  StringHeap fieldTexts_; // of the columns read
  StringHeap texts_;      // of the batch
  CsvRowStream stream_;
  std::vector<CsvColumn> columns_;
  std::array<uint8_t, abi::kBatchRows> misfits_;
  std::vector<BadRow> found_;
  size_t given_ = 0; // of found_
  bool ended_ = false;
  // The batch: file, line, column, text, reason.
  std::array<std::array<StringView, abi::kBatchRows>, 4> views_;
  std::array<int64_t, abi::kBatchRows> lineNumbers_;
  std::array<uint8_t, abi::kBatchRows> hasColumn_;
};

Status BadRowsReader::next(Batch &batch, uint32_t maxRows) {
  batch.rows = 0;
  batch.columns.clear();
  batch.heaps = nullptr;
  texts_.recycle();
  while (given_ == found_.size() && !ended_) FLOW_TRY(findMore());
  const auto rows = static_cast<uint32_t>(std::min<size_t>({found_.size() - given_, maxRows, abi::kBatchRows}));
  for (uint32_t row = 0; row < rows; ++row)
    if (!store(found_[given_ + row], row)) return files_.atSite(texts_.denied());
  given_ += rows;
  const std::array<const void *, 5> data = {views_[0].data(), lineNumbers_.data(), views_[1].data(), views_[2].data(),
                                            views_[3].data()};
  const RowSpec row = abi::badRowSpec();
  for (uint32_t column : spec_.columns)
    batch.columns.push_back({row[column].type, data[column], row[column].type.nullable ? hasColumn_.data() : nullptr});
  batch.rows = rows;
  batch.heaps = &texts_.blocks();
  return {};
}

/// Writes a row of the batch; false when memory is denied.
bool BadRowsReader::store(const BadRow &row, uint32_t at) {
  lineNumbers_[at] = static_cast<int64_t>(row.line);
  hasColumn_[at] = !row.column.empty();
  return texts_.store(stream_.file().path(), views_[0][at]) && texts_.store(row.column, views_[1][at]) &&
         texts_.store(row.text, views_[2][at]) && texts_.store(row.reason, views_[3][at]);
}

/// Looks through the next rows of the file.
Status BadRowsReader::findMore() {
  FLOW_TRY(files_.context().pollCancelled());
  found_.clear();
  given_ = 0;
  fieldTexts_.recycle();
  CsvRows rows;
  Status status = stream_.next(rows, CsvRowStream::cachedRows(stream_.columns()));
  if (!status.ok()) {
    std::optional<CsvRowStream::Ragged> ragged = stream_.ragged();
    if (!ragged) return files_.atSite(status.take());
    FLOW_TRY(addRagged(*ragged));
    stream_.passRagged();
    return {};
  }
  ended_ = rows.rows == 0;
  if (std::atomic<uint64_t> *read = files_.context().rowsRead) read->fetch_add(rows.rows, std::memory_order_relaxed);
  return findMisfits(rows);
}

Status BadRowsReader::findMisfits(const CsvRows &rows) {
  std::fill_n(misfits_.begin(), rows.rows, uint8_t(0));
  for (CsvColumn &column : columns_)
    if (column.read(rows, rules_, fieldTexts_, 0, {misfits_.data()})) return files_.atSite(fieldTexts_.denied());
  for (uint32_t row = 0; row < rows.rows; ++row) {
    if (!misfits_[row]) continue;
    CsvRows alone = rows;
    alone.cells += row * size_t(rows.stride);
    alone.rows = 1;
    FLOW_TRY(addMisfit(alone));
  }
  return {};
}

/// The first column of the row that does not fit is the one named.
Status BadRowsReader::addMisfit(const CsvRows &row) {
  for (size_t index = 0; index < columns_.size(); ++index) {
    CsvColumn &column = columns_[index];
    std::optional<Misfit> misfit = column.read(row, rules_, fieldTexts_, 0, {});
    if (!misfit) continue;
    if (misfit->reason == Misfit::Reason::Memory) return files_.atSite(fieldTexts_.denied());
    std::string_view raw = column.raw(row, 0);
    return add(stream_.offsetOf(row.begin(0, 0)),
               {0, spec_.file.row[index].name, heldText(raw), misfitText(*misfit, raw, column.type())});
  }
  FLOW_UNREACHABLE("a row that was marked has a misfit");
}

Status BadRowsReader::addRagged(const CsvRowStream::Ragged &ragged) {
  std::string text(ragged.end - ragged.begin, '\0');
  FLOW_TRY(stream_.file().read(ragged.begin, text.data(), text.size()));
  return add(ragged.begin, {0, "", heldText(text), raggedText(ragged.fields, stream_.columns())});
}

Status BadRowsReader::add(uint64_t offset, BadRow row) {
  Result<uint64_t> line = lines_.lineOf(stream_.file(), offset);
  if (!line.ok()) return files_.atSite(line.takeFailure());
  row.line = *line;
  found_.push_back(std::move(row));
  return {};
}

class BadRowsSource final : public Source {
public:
  BadRowsSource(const abi::BadCsvSource &spec, const QueryContext &context) : spec_(spec), files_(spec.file, context) {}

  Status prepare() {
    FLOW_TRY(files_.prepare());
    lines_.resize(files_.fileCount());
    return {};
  }
  uint32_t segmentCount() const override { return files_.segmentCount(); }

  Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) override {
    Result<CsvFiles::Place> place = files_.open(segment);
    if (!place.ok()) return place.takeFailure();
    auto reader = std::make_unique<BadRowsReader>(spec_, files_, *place, lines_[place->file]);
    Status status = reader->open(place->bytes.begin, place->bytes.end);
    if (status.ok()) return std::unique_ptr<SegmentReader>(std::move(reader));
    Failure failure = files_.atSite(status.take());
    failure.segment = segment;
    return failure;
  }

private:
  abi::BadCsvSource spec_;
  CsvFiles files_;
  std::deque<LineNumbers> lines_; // of each file
};

} // namespace

Result<std::unique_ptr<Source>> openBadCsvSource(const abi::BadCsvSource &spec, const QueryContext &context) {
  auto source = std::make_unique<BadRowsSource>(spec, context);
  FLOW_TRY(source->prepare());
  return std::unique_ptr<Source>(std::move(source));
}

} // namespace flow::frame
