#pragma once
// What the loop of a stage adds to (runtime/abi/Accumulation.h), on the side of those who give it the memory. A row of
// words has the words of all accumulations side by side: lanes by group are such rows, and others become one by
// merging.

#include "runtime/abi/Plan.h"

#include <bit>
#include <span>

namespace flow::frame {

/// Where the words of each accumulation are in a row of words.
class AccumulatorLayout {
public:
  explicit AccumulatorLayout(const std::vector<abi::Accumulation> &accumulations);

  uint32_t words() const { return words_; }
  uint32_t firstWord(uint32_t accumulation) const { return firstWord_[accumulation]; }
  /// The row of no rows.
  std::span<const int64_t> none() const { return none_; }

  /// Lanes in memory: word w of lane l is base[w * wordStride + l * laneStride]. Their number is a power of 2.
  struct Lanes {
    const int64_t *base;
    size_t wordStride, laneStride;
    uint32_t count;
  };
  /// Writes the row of words that all lanes make together.
  void merge(const Lanes &lanes, int64_t *row) const;

private:
  std::vector<abi::AccumulatorKind> kinds_; // by word
  std::vector<uint32_t> firstWord_;         // by accumulation
  std::vector<int64_t> none_;
  uint32_t words_ = 0;
};

/// The lanes of a stage without groups, for one segment at a time.
class StageAccumulators {
public:
  explicit StageAccumulators(const std::vector<abi::Accumulation> &accumulations)
      : layout_(accumulations), lanes_(size_t(layout_.words()) * abi::kLanes) {}

  /// No row so far.
  void begin();
  /// For StageCall::accumulators.
  void *memory() { return lanes_.data(); }
  /// Keeps the lanes as they are; restore() brings them back.
  void save() { saved_ = lanes_; }
  void restore() { lanes_ = saved_; }
  /// The row of words of the segment.
  std::vector<int64_t> row() const;

private:
  AccumulatorLayout layout_;
  std::vector<int64_t> lanes_, saved_;
};

/// The value that an ordered number stands for.
template <typename T> T valueOfOrdered(int64_t ordered) {
  if constexpr (std::is_floating_point_v<T>) {
    const uint64_t flipped = static_cast<uint64_t>(ordered >> 63) >> 1;
    return static_cast<T>(std::bit_cast<double>(static_cast<uint64_t>(ordered) ^ flipped));
  } else if constexpr (std::is_same_v<T, uint64_t>) {
    return static_cast<uint64_t>(ordered) ^ (uint64_t(1) << 63);
  } else {
    return static_cast<T>(ordered);
  }
}

} // namespace flow::frame
