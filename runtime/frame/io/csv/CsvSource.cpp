#include "runtime/frame/io/csv/CsvSource.h"

#include "runtime/frame/io/PathOperand.h"
#include "runtime/frame/io/csv/CsvColumn.h"
#include "runtime/frame/io/csv/CsvPart.h"
#include "runtime/frame/io/csv/CsvRowStream.h"

#include <algorithm>

namespace flow::frame {

namespace {

class CsvReader final : public SegmentReader {
public:
  CsvReader(const abi::CsvSource &spec, const QueryContext &context, const CsvPart &part,
            CsvPart::Segment place, uint32_t segment)
      : spec_(spec), context_(context), segment_(segment),
        skipsBadRows_(spec.badRows == abi::CsvSource::BadRows::Skip),
        rules_{spec.quote, NullWords(spec.nulls)}, heap_(*context.memory),
        stream_(place.file, {spec.delimiter, spec.quote}, part.fileColumns(), skipsBadRows_,
                *context.memory) {
    // Whether a row is skipped must not depend on which columns are read.
    for (uint32_t index = 0; index < spec.row.size(); ++index) {
      bool isRead = std::binary_search(spec.columns.begin(), spec.columns.end(), index);
      if (!isRead && !skipsBadRows_) continue;
      columns_.emplace_back(spec.row[index].type, part.places()[index], part.fileColumns());
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
  uint32_t readColumns(const CsvRows &rows, uint32_t at);
  uint32_t dropMisfits(uint32_t rows);
  Failure misfitFailure(const CsvRows &rows, size_t column, const Misfit &misfit) const;
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
    rows = fill(std::min(maxRows, context_.batchRows));
    if (skipsBadRows_) rows = dropMisfits(rows);
  }
  if (rows == 0 && pending_) return *pending_;
  batch.rows = rows;
  for (uint32_t index : shown_) batch.columns.push_back(columns_[index].view());
  batch.heaps = &heap_.blocks();
  given_ += rows;
  return {};
}

/// Reads rows until there are `wanted`, the segment ends, or a failure is pending: that of the row behind
/// them.
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
    rows += readColumns(text, rows);
  }
  return rows;
}

/// Reads all columns of some rows into those of the batch from `at` on. Returns the number of rows before the
/// first that does not fit, whose failure is then pending.
uint32_t CsvReader::readColumns(const CsvRows &rows, uint32_t at) {
  std::optional<Misfit> first;
  size_t firstColumn = 0;
  uint8_t *dropped = skipsBadRows_ ? dropped_.data() + at : nullptr;
  if (dropped) std::fill_n(dropped, rows.rows, uint8_t(0));
  for (size_t index = 0; index < columns_.size(); ++index) {
    std::optional<Misfit> misfit = columns_[index].read(rows, rules_, heap_, at, dropped);
    if (!misfit || (first && first->row <= misfit->row)) continue;
    first = misfit;
    firstColumn = index;
  }
  if (!first) return rows.rows;
  bool isDenied = first->reason == Misfit::Reason::Memory;
  pending_ = placed(isDenied ? heap_.denied() : misfitFailure(rows, firstColumn, *first), at + first->row);
  return first->row;
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

Failure CsvReader::misfitFailure(const CsvRows &rows, size_t column, const Misfit &misfit) const {
  const CsvColumn &reader = columns_[column];
  std::string_view raw = reader.raw(rows, misfit.row);
  std::string text = "column `" + spec_.row[names_[column]].name + "`: ";
  std::string type = abi::typeText(reader.type());
  std::string help =
      spec_.stated ? "state another type for the column" : "state the column's type: `read_csv[Row](..)`";
  switch (misfit.reason) {
  case Misfit::Reason::Missing:
    text += (raw.empty() ? "the field is empty" : shownText(raw) + " is null") + ", but " + type +
            " is not optional";
    help = "state `" + type + "?` for the column";
    break;
  case Misfit::Reason::Quotes:
    text += shownText(raw) + " goes on after its closing quote";
    help = "a quote inside a quoted field has to be doubled";
    break;
  case Misfit::Reason::Utf8:
    text += shownText(raw) + " is not UTF-8";
    help = "convert the file: `iconv -f LATIN1 -t UTF-8`; a column of type `bytes` takes everything";
    break;
  default: text += shownText(raw) + " " + misfitReason(misfit.parsed, reader.type());
  }
  Failure failure = badRow(stream_.file(), stream_.offsetOf(rows.begin(misfit.row, 0)), text);
  failure.helps = {help, "`bad_rows: skip` leaves such rows out"};
  return failure;
}

class CsvFiles final : public Source {
public:
  CsvFiles(const abi::CsvSource &spec, const QueryContext &context) : spec_(spec), context_(context) {}

  Status prepare() {
    Result<std::vector<std::string>> files = expandPath(pathOf(spec_.path, context_.captures));
    if (!files.ok()) return atSite(files.takeFailure());
    for (std::string &file : *files) {
      parts_.push_back(std::make_unique<CsvPart>(spec_, std::move(file), *context_.memory));
      if (Status status = parts_.back()->prepare(); !status.ok()) return atSite(status.take());
      firstSegments_.push_back(segments_);
      segments_ += parts_.back()->segmentCount();
    }
    return {};
  }

  uint32_t segmentCount() const override { return segments_; }

  Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) override {
    size_t index =
        static_cast<size_t>(std::upper_bound(firstSegments_.begin(), firstSegments_.end(), segment) -
                            firstSegments_.begin()) -
        1;
    CsvPart::Segment place;
    Status status = parts_[index]->open(segment - firstSegments_[index], place);
    std::unique_ptr<CsvReader> reader;
    if (status.ok()) {
      reader = std::make_unique<CsvReader>(spec_, context_, *parts_[index], place, segment);
      status = reader->open(place.begin, place.end);
    }
    if (status.ok()) return std::unique_ptr<SegmentReader>(std::move(reader));
    Failure failure = atSite(status.take());
    failure.segment = segment;
    return failure;
  }

private:
  Failure atSite(Failure failure) const {
    failure.site = spec_.site;
    return failure;
  }

  abi::CsvSource spec_;
  QueryContext context_;
  std::vector<std::unique_ptr<CsvPart>> parts_;
  std::vector<uint32_t> firstSegments_; // of each part
  uint32_t segments_ = 0;
};

} // namespace

Result<std::unique_ptr<Source>> openCsvSource(const abi::CsvSource &spec, const QueryContext &context) {
  auto files = std::make_unique<CsvFiles>(spec, context);
  FLOW_TRY(files->prepare());
  return std::unique_ptr<Source>(std::move(files));
}

} // namespace flow::frame
