#include "runtime/frame/io/parquet/ParquetSegment.h"

#include <algorithm>

namespace flow::frame {

namespace {

/// Rows that are decoded at once: few enough for the cache, many enough to pay for the calls.
constexpr uint32_t kBlockRows = 8192;

class ParquetSegment final : public SegmentReader {
public:
  ParquetSegment(ParquetPlace place, const QueryContext &context)
      : place_(std::move(place)), context_(context), dictionaries_(*context.memory), texts_(*context.memory),
        left_(place_.input->facts().groupRows[place_.group]) {}
  ~ParquetSegment() override {
    if (reader_) place_.input->api().closeReader(reader_);
  }

  Status open();
  Status next(Batch &batch, uint32_t maxRows) override;

private:
  Status decodeBlock();
  Failure placed(Failure failure) const;
  static char *allocateText(void *segment, size_t bytes, bool isDictionary);

  ParquetPlace place_;
  const QueryContext &context_;
  StringHeap dictionaries_; // as long as the segment
  StringHeap texts_;        // of the block
  HeapList heaps_;          // of both
  ParquetReader *reader_ = nullptr;
  std::vector<Column> columns_; // of a block
  std::vector<DecodedColumn> outputs_;
  uint64_t left_;      // rows of the segment that were not decoded
  uint64_t given_ = 0; // rows of the segment that were given
  uint32_t blockRows_ = 0;
  uint32_t at_ = 0; // of the block
};

char *ParquetSegment::allocateText(void *context, size_t bytes, bool isDictionary) {
  auto *segment = static_cast<ParquetSegment *>(context);
  return (isDictionary ? segment->dictionaries_ : segment->texts_).allocate(bytes);
}

Status ParquetSegment::open() {
  if (place_.columns.empty()) return {};
  auto rows = static_cast<uint32_t>(std::min<uint64_t>(kBlockRows, left_));
  for (const abi::ColumnType &type : place_.types) {
    Column column{type, rows, nullptr, nullptr, {}};
    Result<std::shared_ptr<Buffer>> data = Buffer::allocate(*context_.memory, rows * abi::bytesOf(type.kind));
    if (!data.ok()) return placed(data.takeFailure());
    column.data = std::move(*data);
    if (type.nullable) {
      Result<std::shared_ptr<Buffer>> valid = Buffer::allocate(*context_.memory, rows);
      if (!valid.ok()) return placed(valid.takeFailure());
      column.valid = std::move(*valid);
    }
    DecodedColumn output;
    output.data = column.data->data();
    if (column.valid) output.valid = reinterpret_cast<uint8_t *>(column.valid->data());
    outputs_.push_back(output);
    columns_.push_back(std::move(column));
  }
  FailureText text;
  reader_ = place_.input->api().openReader(place_.input->file(), place_.group, place_.columns.data(),
                                           static_cast<uint32_t>(place_.columns.size()), kBlockRows,
                                           arrowMemory(*context_.memory), {this, allocateText}, &text);
  if (!reader_) return placed(place_.input->failure(text));
  return {};
}

Status ParquetSegment::decodeBlock() {
  FLOW_TRY(context_.pollCancelled());
  auto rows = static_cast<uint32_t>(std::min<uint64_t>(kBlockRows, left_));
  heaps_.clear(); // so that nobody but those who keep batches holds the block's texts
  texts_.recycle();
  FailureText text;
  if (reader_ && !place_.input->api().read(reader_, rows, outputs_.data(), &text)) {
    if (dictionaries_.isDenied()) return placed(dictionaries_.denied());
    if (texts_.isDenied()) return placed(texts_.denied());
    return placed(place_.input->failure(text));
  }
  heaps_ = dictionaries_.blocks();
  heaps_.insert(heaps_.end(), texts_.blocks().begin(), texts_.blocks().end());
  if (context_.rowsRead) context_.rowsRead->fetch_add(rows, std::memory_order_relaxed);
  blockRows_ = rows;
  at_ = 0;
  left_ -= rows;
  return {};
}

Status ParquetSegment::next(Batch &batch, uint32_t maxRows) {
  batch.rows = 0;
  batch.columns.clear();
  batch.heaps = nullptr;
  if (at_ == blockRows_) {
    if (left_ == 0) return {};
    FLOW_TRY(decodeBlock());
  }
  batch.rows = std::min(maxRows, blockRows_ - at_);
  for (size_t i = 0; i < columns_.size(); ++i) {
    ColumnView view = columns_[i].view(at_);
    if (!outputs_[i].hasNulls) view.valid = nullptr;
    batch.columns.push_back(view);
  }
  batch.heaps = &heaps_;
  at_ += batch.rows;
  given_ += batch.rows;
  return {};
}

Failure ParquetSegment::placed(Failure failure) const {
  failure.site = place_.site;
  failure.segment = place_.segment;
  failure.row = given_;
  return failure;
}

} // namespace

Result<std::unique_ptr<SegmentReader>> openParquetSegment(ParquetPlace place, const QueryContext &context) {
  auto segment = std::make_unique<ParquetSegment>(std::move(place), context);
  FLOW_TRY(segment->open());
  return std::unique_ptr<SegmentReader>(std::move(segment));
}

} // namespace flow::frame
