#include "runtime/frame/operators/aggregate/StageAccumulators.h"

#include "runtime/frame/operators/aggregate/FloatLanes.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace flow::frame {

using abi::AccumulatorKind;
using abi::kLanes;

namespace {

int64_t noneOf(AccumulatorKind kind) {
  switch (kind) {
  case AccumulatorKind::Least: return INT64_MAX;
  case AccumulatorKind::Greatest: return INT64_MIN;
  default: return 0;
  }
}

} // namespace

StageAccumulators::StageAccumulators(const std::vector<abi::Accumulation> &accumulations)
    : accumulations_(&accumulations) {
  uint32_t words = 0;
  for (const abi::Accumulation &accumulation : accumulations) {
    firstWord_.push_back(words);
    words += wordsOf(accumulation.kind);
  }
  words_.resize(words * size_t(kLanes));
}

void StageAccumulators::begin() {
  for (size_t index = 0; index < accumulations_->size(); ++index) {
    const AccumulatorKind kind = (*accumulations_)[index].kind;
    std::fill_n(words_.begin() + firstWord_[index] * size_t(kLanes), wordsOf(kind) * size_t(kLanes), noneOf(kind));
  }
}

uint64_t StageAccumulators::count(uint32_t accumulation) const {
  const int64_t *lanes = lanesOf(accumulation);
  return static_cast<uint64_t>(std::accumulate(lanes, lanes + kLanes, int64_t(0)));
}

double StageAccumulators::floatSum(uint32_t accumulation) const {
  FloatLanes lanes;
  std::memcpy(lanes.data(), lanesOf(accumulation), sizeof lanes);
  return sumOfLanes(lanes);
}

__int128 StageAccumulators::integerSum(uint32_t accumulation, bool &overflowed) const {
  const uint32_t words = wordsOf((*accumulations_)[accumulation].kind);
  __int128 sum = 0;
  for (uint32_t word = words; word-- > 0;) { // from the upper end; what leaves 128 bits there does not come back
    const int64_t *lanes = lanesOf(accumulation, word);
    const __int128 part = std::accumulate(lanes, lanes + kLanes, __int128(0));
    overflowed |= __builtin_mul_overflow(sum, __int128(1) << 32, &sum);
    overflowed |= __builtin_add_overflow(sum, part, &sum);
  }
  return sum;
}

int64_t StageAccumulators::extreme(uint32_t accumulation) const {
  const int64_t *lanes = lanesOf(accumulation);
  return (*accumulations_)[accumulation].kind == AccumulatorKind::Least ? *std::min_element(lanes, lanes + kLanes)
                                                                        : *std::max_element(lanes, lanes + kLanes);
}

} // namespace flow::frame
