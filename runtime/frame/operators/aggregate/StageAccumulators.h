#pragma once
// The lanes that the loop of a stage adds to, for one segment at a time: runtime/abi/Accumulation.h.

#include "runtime/abi/Plan.h"

#include <bit>

namespace flow::frame {

class StageAccumulators {
public:
  explicit StageAccumulators(const std::vector<abi::Accumulation> &accumulations);

  /// No row so far.
  void begin();
  /// For StageCall::accumulators; null when nothing is accumulated.
  void *memory() { return words_.empty() ? nullptr : words_.data(); }
  /// Keeps the lanes as they are; restore() brings them back.
  void save() { saved_ = words_; }
  void restore() { words_ = saved_; }

  // Of all lanes, by the number of the accumulation:
  uint64_t count(uint32_t accumulation) const;
  double floatSum(uint32_t accumulation) const;
  /// Of every kind of integer sum; `overflowed` is set when 128 bits do not hold it.
  __int128 integerSum(uint32_t accumulation, bool &overflowed) const;
  /// The ordered number that is least or greatest.
  int64_t extreme(uint32_t accumulation) const;

private:
  const int64_t *lanesOf(uint32_t accumulation, uint32_t word = 0) const {
    return words_.data() + (firstWord_[accumulation] + word) * size_t(abi::kLanes);
  }

  const std::vector<abi::Accumulation> *accumulations_;
  std::vector<uint32_t> firstWord_; // by accumulation
  std::vector<int64_t> words_, saved_;
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
