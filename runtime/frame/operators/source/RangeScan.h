#pragma once
// `from_range`: whole numbers from `begin` up to, not including, `end`, made as they are read.

#include "runtime/frame/Operator.h"

namespace flow::frame {

class RangeScan : public Source {
public:
  RangeScan(int64_t begin, int64_t end) : begin_(begin), end_(end) {}
  uint32_t segmentCount() const override;
  Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) override;

private:
  int64_t begin_;
  int64_t end_;
};

} // namespace flow::frame
