#include "runtime/frame/operators/aggregate/StageAccumulators.h"

#include "runtime/abi/Check.h"

#include <algorithm>
#include <array>

namespace flow::frame {

using abi::AccumulatorKind;

namespace {

int64_t noneOf(AccumulatorKind kind) {
  switch (kind) {
  case AccumulatorKind::Least: return INT64_MAX;
  case AccumulatorKind::Greatest: return INT64_MIN;
  default: return 0;
  }
}

int64_t merged(AccumulatorKind kind, int64_t a, int64_t b) {
  switch (kind) {
  case AccumulatorKind::Least: return std::min(a, b);
  case AccumulatorKind::Greatest: return std::max(a, b);
  case AccumulatorKind::FloatSum: return std::bit_cast<int64_t>(std::bit_cast<double>(a) + std::bit_cast<double>(b));
  default: return a + b;
  }
}

} // namespace

AccumulatorLayout::AccumulatorLayout(const std::vector<abi::Accumulation> &accumulations) {
  for (const abi::Accumulation &accumulation : accumulations) {
    firstWord_.push_back(words_);
    words_ += wordsOf(accumulation.kind);
    kinds_.resize(words_, accumulation.kind);
    none_.resize(words_, noneOf(accumulation.kind));
  }
}

/// Always in this order, for the sake of the bits of float sums: the upper half of the lanes onto the lower one.
void AccumulatorLayout::merge(const Lanes &lanes, int64_t *row) const {
  std::array<int64_t, abi::kLanes> values;
  FLOW_CHECK_LE(lanes.count, values.size(), "lanes");
  for (uint32_t word = 0; word < words_; ++word) {
    const int64_t *from = lanes.base + word * lanes.wordStride;
    for (uint32_t lane = 0; lane < lanes.count; ++lane) values[lane] = from[lane * lanes.laneStride];
    for (uint32_t half = lanes.count / 2; half > 0; half /= 2) {
      for (uint32_t lane = 0; lane < half; ++lane)
        values[lane] = merged(kinds_[word], values[lane], values[lane + half]);
    }
    row[word] = values[0];
  }
}

void StageAccumulators::begin() {
  for (uint32_t word = 0; word < layout_.words(); ++word)
    std::fill_n(lanes_.begin() + word * size_t(abi::kLanes), abi::kLanes, layout_.none()[word]);
}

std::vector<int64_t> StageAccumulators::row() const {
  std::vector<int64_t> row(layout_.words());
  layout_.merge({lanes_.data(), abi::kLanes, 1, abi::kLanes}, row.data());
  return row;
}

} // namespace flow::frame
