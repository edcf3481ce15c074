#include "runtime/frame/io/csv/CsvSource.h"

#include "runtime/frame/io/csv/CsvFiles.h"
#include "runtime/frame/io/csv/CsvMisfit.h"
#include "runtime/frame/io/csv/CsvRowStream.h"

#include <algorithm>

namespace flow::frame {

namespace {

class CsvReader final : public SegmentReader {
public:
  CsvReader(const abi::CsvSource &spec, const QueryContext &context, const CsvFiles::Place &place, uint32_t segment)
      : spec_(spec), context_(context), segment_(segment),
        skipsBadRows_(spec.badRows == abi::CsvSource::BadRows::Skip),
        rules_{spec.quote, NullWords(spec.nulls)}, heap_(*context.memory),
        stream_(place.bytes.file, {spec.delimiter, spec.quote}, place.part->fileColumns(), skipsBadRows_,
                *context.memory) {
    // Whether a row is skipped must not depend on which columns are read.
    for (uint32_t index = 0; index < spec.row.size(); ++index) {
      bool isRead = std::binary_search(spec.columns.begin(), spec.columns.end(), index);
      if (!isRead && !skipsBadRows_) continue;
      columns_.emplace_back(spec.row[index].type, place.part->places()[index], place.part->fileColumns());
      if (isRead) shown_.push_back(static_cast<uint32_t>(columns_.size()) - 1);
      names_.push_back(index);
    }
  }

  Status open(uint64_t begin, uint64_t end) {
    if (skipsBadRows_) dropped_.resize(context_.batchRows);
    for (CsvColumn &column : columns_) FLOW_TRY(column.allocate(*context_.memory, context_.batchRows));
    return stream_.open(begin, end);
  }

  Status next(Batch &batch, uint32_t maxRows) override;

private:
  uint32_t fill(uint32_t wanted);
  bool readColumns(const CsvRows &rows, uint32_t at);
  void keepMisfits(const CsvRows &rows, uint32_t at, uint32_t column);
  BadFields badFieldsOf(uint32_t rows);
  uint32_t dropMisfits(uint32_t rows);
  std::shared_ptr<const FieldFault> faultOf(const CsvRows &rows, uint32_t at, size_t column,
                                            const Misfit &misfit) const;
  Failure placed(Failure failure, uint32_t row) const;

  const abi::CsvSource &spec_;
  const QueryContext &context_;
  uint32_t segment_;
  bool skipsBadRows_;
  FieldRules rules_;
  StringHeap heap_;
  CsvRowStream stream_;
  std::vector<CsvColumn> columns_;
  std::vector<uint32_t> shown_; // those of columns_ that are in the batch
  std::vector<uint32_t> names_; // their places in the row
  std::vector<uint8_t> dropped_;
  std::vector<Misfit> misfits_;     // of the column that is read
  std::vector<BadField> badFields_; // of the batch
  std::optional<Failure> pending_; // of the row behind those that were given
  bool ended_ = false;
  uint64_t given_ = 0; // rows
};

Status CsvReader::next(Batch &batch, uint32_t maxRows) {
  batch.rows = 0;
  batch.columns.clear();
  batch.heaps = nullptr;
  uint32_t rows = 0;
  while (rows == 0 && !pending_ && !ended_) {
    heap_.recycle();
    badFields_.clear();
    rows = fill(std::min(maxRows, context_.batchRows));
    if (skipsBadRows_) rows = dropMisfits(rows);
  }
  if (rows == 0 && pending_) return *pending_;
  batch.rows = rows;
  for (uint32_t index : shown_) batch.columns.push_back(columns_[index].view());
  batch.heaps = &heap_.blocks();
  batch.badFields = badFieldsOf(rows);
  given_ += rows;
  return {};
}

/// Reads rows until there are `wanted`, the segment ends, or a failure is pending: that of a row behind them.
uint32_t CsvReader::fill(uint32_t wanted) {
  uint32_t rows = 0;
  uint32_t cached = CsvRowStream::cachedRows(stream_.columns());
  while (rows < wanted && !pending_ && !ended_) {
    CsvRows text;
    if (Status status = stream_.next(text, std::min(wanted - rows, cached)); !status.ok()) {
      pending_ = placed(status.take(), rows);
      break;
    }
    ended_ = text.rows == 0;
    if (context_.rowsRead) context_.rowsRead->fetch_add(text.rows, std::memory_order_relaxed);
    if (!readColumns(text, rows)) break;
    rows += text.rows;
  }
  return rows;
}

/// Reads all columns of some rows into those of the batch from `at` on. What does not fit drops its row, or fails when
/// it is read. False when memory is denied, which is then pending.
bool CsvReader::readColumns(const CsvRows &rows, uint32_t at) {
  MisfitUse use;
  if (skipsBadRows_) {
    use.dropped = dropped_.data() + at;
    std::fill_n(use.dropped, rows.rows, uint8_t(0));
  } else {
    use.found = &misfits_;
  }
  for (uint32_t index = 0; index < columns_.size(); ++index) {
    if (columns_[index].read(rows, rules_, heap_, at, use)) {
      pending_ = placed(heap_.denied(), at);
      return false;
    }
    if (!misfits_.empty()) keepMisfits(rows, at, index);
  }
  return true;
}

void CsvReader::keepMisfits(const CsvRows &rows, uint32_t at, uint32_t column) {
  for (const Misfit &misfit : misfits_)
    badFields_.push_back({at + misfit.row, column, faultOf(rows, at, column, misfit)});
  misfits_.clear();
}

/// Of the rows of the batch; there are more when memory was denied.
BadFields CsvReader::badFieldsOf(uint32_t rows) {
  std::erase_if(badFields_, [&](const BadField &field) { return field.row >= rows; });
  if (badFields_.empty()) return nullptr;
  std::ranges::sort(badFields_, {}, [](const BadField &field) { return std::pair(field.row, field.column); });
  return std::make_shared<std::vector<BadField>>(std::move(badFields_));
}

uint32_t CsvReader::dropMisfits(uint32_t rows) {
  uint32_t dropped = static_cast<uint32_t>(std::count(dropped_.begin(), dropped_.begin() + rows, 1));
  if (dropped == 0) return rows;
  for (CsvColumn &column : columns_) column.compact(dropped_.data(), rows);
  return rows - dropped;
}

/// At a row that is counted from the first of the batch.
Failure CsvReader::placed(Failure failure, uint32_t row) const {
  failure.site = spec_.site;
  failure.segment = segment_;
  failure.row = given_ + row;
  return failure;
}

std::shared_ptr<const FieldFault> CsvReader::faultOf(const CsvRows &rows, uint32_t at, size_t column,
                                                     const Misfit &misfit) const {
  const CsvColumn &reader = columns_[column];
  std::string_view raw = reader.raw(rows, misfit.row);
  std::string text = "column `" + spec_.row[names_[column]].name + "`: ";
  bool isEmpty = misfit.reason == Misfit::Reason::Missing && raw.empty();
  text += (isEmpty ? "" : shownText(raw) + " ") + misfitText(misfit, raw, reader.type());
  std::string help =
      spec_.stated ? "state another type for the column" : "state the column's type: `read_csv[Row](..)`";
  switch (misfit.reason) {
  case Misfit::Reason::Missing: help = "state `" + abi::typeText(reader.type()) + "?` for the column"; break;
  case Misfit::Reason::Quotes: help = "a quote inside a quoted field has to be doubled"; break;
  case Misfit::Reason::Utf8:
    help = "convert the file: `iconv -f LATIN1 -t UTF-8`; a column of type `bytes` takes everything";
    break;
  default: break;
  }
  const uint64_t offset = stream_.offsetOf(rows.begin(misfit.row, 0));
  const CsvFault::Place place{stream_.sharedFile(), offset, spec_.site, segment_, given_ + at + misfit.row};
  return std::make_shared<CsvFault>(place, std::move(text), std::move(help));
}

class CsvRowsSource final : public Source {
public:
  CsvRowsSource(const abi::CsvSource &spec, const QueryContext &context) : files_(spec, context) {}

  Status prepare() { return files_.prepare(); }
  uint32_t segmentCount() const override { return files_.segmentCount(); }

  Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) override {
    Result<CsvFiles::Place> place = files_.open(segment);
    if (!place.ok()) return place.takeFailure();
    auto reader = std::make_unique<CsvReader>(files_.spec(), files_.context(), *place, segment);
    Status status = reader->open(place->bytes.begin, place->bytes.end);
    if (status.ok()) return std::unique_ptr<SegmentReader>(std::move(reader));
    Failure failure = files_.atSite(status.take());
    failure.segment = segment;
    return failure;
  }

private:
  CsvFiles files_;
};

} // namespace

Result<std::unique_ptr<Source>> openCsvSource(const abi::CsvSource &spec, const QueryContext &context) {
  auto source = std::make_unique<CsvRowsSource>(spec, context);
  FLOW_TRY(source->prepare());
  return std::unique_ptr<Source>(std::move(source));
}

} // namespace flow::frame
