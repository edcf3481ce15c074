#include "runtime/frame/io/folders/PartitionedSource.h"

#include "runtime/frame/io/FilesOfPath.h"
#include "runtime/frame/io/PathOperand.h"
#include "runtime/frame/io/folders/FolderValues.h"

#include <algorithm>
#include <deque>

namespace flow::frame {

namespace {

/// The rows of a segment of one file, with the columns of its folders.
class PartitionReader final : public SegmentReader {
public:
  PartitionReader(std::unique_ptr<SegmentReader> rows, const FolderValues &values, std::vector<uint32_t> columns,
                  uint32_t segment)
      : rows_(std::move(rows)), values_(values), columns_(std::move(columns)), segment_(segment) {}

  Status next(Batch &batch, uint32_t maxRows) override {
    Status status = rows_->next(batch, std::min(maxRows, abi::kBatchRows));
    if (!status.ok()) {
      Failure failure = status.take();
      failure.segment = segment_; // the file has counted its own
      return failure;
    }
    for (uint32_t column : columns_) batch.columns.push_back(values_.view(column));
    if (values_.heaps().empty()) return {};
    heaps_ = batch.heaps ? *batch.heaps : HeapList();
    mergeHeaps(heaps_, values_.heaps());
    batch.heaps = &heaps_;
    return {};
  }

private:
  std::unique_ptr<SegmentReader> rows_;
  const FolderValues &values_;
  std::vector<uint32_t> columns_; // of the folders
  uint32_t segment_;
  HeapList heaps_;
};

template <typename Spec> class PartitionedSource final : public Source {
public:
  PartitionedSource(const Spec &spec, const QueryContext &context, FileOpener<Spec> open)
      : spec_(spec), context_(context), open_(open) {
    for (uint32_t column : spec.columns)
      if (column >= spec.row.size()) folderColumns_.push_back(column - static_cast<uint32_t>(spec.row.size()));
  }

  Status prepare() {
    const std::string path = pathOf(spec_.path, context_.captures);
    Result<std::vector<std::string>> files = expandPath(path);
    if (!files.ok()) return files.takeFailure();
    for (const std::string &file : *files) {
      Result<FolderValues> values = FolderValues::read(spec_.partitions, path, file, *context_.memory);
      if (!values.ok()) return values.takeFailure();
      if (isWanted(*values)) FLOW_TRY(add(file, std::move(*values)));
    }
    return {};
  }

  uint32_t segmentCount() const override { return segments_; }

  Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) override {
    auto after = std::upper_bound(files_.begin(), files_.end(), segment,
                                  [](uint32_t number, const File &file) { return number < file.firstSegment; });
    const File &file = *std::prev(after);
    Result<std::unique_ptr<SegmentReader>> rows = file.source->open(segment - file.firstSegment);
    if (!rows.ok()) {
      Failure failure = rows.takeFailure();
      failure.segment = segment;
      return failure;
    }
    return std::unique_ptr<SegmentReader>(
        std::make_unique<PartitionReader>(std::move(*rows), file.values, folderColumns_, segment));
  }

private:
  struct File {
    Spec spec;
    FolderValues values;
    std::unique_ptr<Source> source;
    uint32_t firstSegment;
  };

  bool isWanted(const FolderValues &values) const {
    return std::ranges::all_of(spec_.bounds, [&](const abi::ColumnBound &bound) {
      const auto fileColumns = static_cast<uint32_t>(spec_.row.size());
      return bound.column < fileColumns || values.mayFulfil(bound, bound.column - fileColumns);
    });
  }

  Status add(const std::string &file, FolderValues values) {
    Spec spec = spec_;
    auto isOfFolder = [&](uint32_t column) { return column >= spec_.row.size(); };
    spec.path = {file, {}};
    spec.partitions.clear();
    std::erase_if(spec.columns, isOfFolder);
    std::erase_if(spec.bounds, [&](const abi::ColumnBound &bound) { return isOfFolder(bound.column); });
    File &added = files_.emplace_back(std::move(spec), std::move(values), nullptr, segments_);
    Result<std::unique_ptr<Source>> source = open_(added.spec, context_);
    if (!source.ok()) return source.takeFailure();
    added.source = std::move(*source);
    segments_ += added.source->segmentCount();
    return {};
  }

  const Spec &spec_;
  QueryContext context_;
  FileOpener<Spec> open_;
  std::vector<uint32_t> folderColumns_; // of the batch, counted among the partitions
  std::deque<File> files_;              // those that are read; sources refer to their specs
  uint32_t segments_ = 0;
};

} // namespace

template <typename Spec>
Result<std::unique_ptr<Source>> openPartitioned(const Spec &spec, const QueryContext &context, FileOpener<Spec> open) {
  auto source = std::make_unique<PartitionedSource<Spec>>(spec, context, open);
  if (Status status = source->prepare(); !status.ok()) {
    Failure failure = status.take();
    failure.site = spec.site;
    return failure;
  }
  return std::unique_ptr<Source>(std::move(source));
}

template Result<std::unique_ptr<Source>> openPartitioned(const abi::CsvSource &, const QueryContext &,
                                                         FileOpener<abi::CsvSource>);
template Result<std::unique_ptr<Source>> openPartitioned(const abi::ParquetSource &, const QueryContext &,
                                                         FileOpener<abi::ParquetSource>);

} // namespace flow::frame
