#include "runtime/frame/operators/source/RangeScan.h"

#include <algorithm>
#include <array>

namespace flow::frame {

namespace {

class RangeReader : public SegmentReader {
public:
  RangeReader(int64_t first, uint32_t rows) : next_(first), left_(rows) {}

  Status next(Batch &batch, uint32_t maxRows) override {
    batch.rows = std::min({left_, maxRows, abi::kBatchRows});
    for (uint32_t row = 0; row < batch.rows; ++row) values_[row] = next_ + row;
    batch.columns.assign(1, {{ColumnKind::I64, 0, 0, false}, values_.data(), nullptr});
    batch.heaps = nullptr;
    left_ -= batch.rows;
    if (left_ > 0) next_ += batch.rows;
    return {};
  }

private:
  int64_t next_;
  uint32_t left_;
  std::array<int64_t, abi::kBatchRows> values_;
};

} // namespace

uint32_t RangeScan::segmentCount() const {
  if (end_ <= begin_) return 0;
  uint64_t rows = static_cast<uint64_t>(end_) - static_cast<uint64_t>(begin_);
  return static_cast<uint32_t>(std::min<uint64_t>((rows - 1) / abi::kSegmentRows + 1, UINT32_MAX));
}

Result<std::unique_ptr<SegmentReader>> RangeScan::open(uint32_t segment) {
  int64_t first = begin_ + static_cast<int64_t>(segment) * abi::kSegmentRows;
  uint64_t rows = static_cast<uint64_t>(end_) - static_cast<uint64_t>(first);
  auto count = static_cast<uint32_t>(std::min<uint64_t>(rows, abi::kSegmentRows));
  return std::unique_ptr<SegmentReader>(std::make_unique<RangeReader>(first, count));
}

} // namespace flow::frame
