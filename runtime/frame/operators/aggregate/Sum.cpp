// Counts and sums. Integers are added in 128 bits, so the order does not matter and only the final value can
// overflow.

#include "runtime/frame/operators/KindDispatch.h"
#include "runtime/frame/operators/aggregate/FloatLanes.h"
#include "runtime/frame/operators/aggregate/FoldAccumulator.h"

namespace flow::frame {

namespace {

class CountAccumulator : public Accumulator {
public:
  CountAccumulator() : Accumulator(sizeof(CountState), alignof(CountState)) {}

  void update(char *states, const uint32_t *groups, const AccumulatorInput &input) const override {
    for (uint32_t row = 0; row < input.rows; ++row) {
      stateOf<CountState>(states, groups[row])->count += input.mask ? input.mask[row] : 1;
    }
  }
  void updateOne(char *state, char *, uint64_t, const AccumulatorInput &input) const override {
    uint32_t count = input.rows;
    if (input.mask) {
      count = 0;
      for (uint32_t row = 0; row < input.rows; ++row) count += input.mask[row];
    }
    stateOf<CountState>(state, 0)->count += count;
  }
  bool merge(char *states, const uint32_t *groups, const char *from, uint32_t count,
             StringHeap &) const override {
    for (uint32_t row = 0; row < count; ++row) {
      stateOf<CountState>(states, groups[row])->count += stateOf<CountState>(from, row)->count;
    }
    return true;
  }
};

template <typename T> struct IntegerSum {
  using Value = T;
  using State = IntegerSumState;
  static void add(State &state, T value) { state.sum += value; }
  static bool combine(State &state, const State &later, StringHeap &) {
    state.sum += later.sum;
    return true;
  }
  static void addAll(State &state, const T *values, const uint8_t *mask, uint32_t rows) {
    if constexpr (sizeof(T) <= 4) {
      int64_t sum = 0; // a batch of 32-bit values fits
      for (uint32_t row = 0; row < rows; ++row) sum += !mask || mask[row] ? values[row] : T(0);
      state.sum += sum;
    } else {
      // In two halves, each of which a batch cannot overflow, so that vectors can be used.
      int64_t upper = 0;
      uint64_t lower = 0;
      for (uint32_t row = 0; row < rows; ++row) {
        const T value = !mask || mask[row] ? values[row] : T(0);
        upper += static_cast<int64_t>(value >> 32);
        lower += static_cast<uint32_t>(value);
      }
      state.sum += (static_cast<__int128>(upper) << 32) + lower;
    }
  }
};

struct DecimalSum {
  using Value = __int128;
  using State = DecimalSumState;
  static void add(State &state, __int128 value) {
    state.overflowed |= __builtin_add_overflow(state.sum, value, &state.sum);
  }
  static bool combine(State &state, const State &later, StringHeap &) {
    add(state, later.sum);
    state.overflowed |= later.overflowed;
    return true;
  }
};

template <typename T> struct FloatSum {
  using Value = T;
  using State = FloatSumState;
  static void add(State &state, T value) { state.sum += static_cast<double>(value); }
  static bool combine(State &state, const State &later, StringHeap &) {
    state.sum += later.sum;
    return true;
  }
};

/// Without groups a segment's float sum has kLanes lanes: row r of the segment adds to lane r % kLanes.
template <typename T> class FloatSumAccumulator : public FoldAccumulator<FloatSum<T>> {
public:
  void updateOne(char *, char *laneMemory, uint64_t firstRow, const AccumulatorInput &input) const override {
    auto *lanes = reinterpret_cast<double *>(laneMemory);
    const T *values = static_cast<const T *>(input.values);
    uint32_t row = 0;
    auto addOne = [&] {
      double value = static_cast<double>(values[row]);
      lanes[(firstRow + row) % abi::kLanes] += !input.mask || input.mask[row] ? value : 0.0;
      ++row;
    };
    while (row < input.rows && (firstRow + row) % abi::kLanes != 0) addOne();
    uint32_t blocks = (input.rows - row) / abi::kLanes;
    addBlocks(lanes, values + row, input.mask ? input.mask + row : nullptr, blocks);
    row += blocks * abi::kLanes;
    while (row < input.rows) addOne();
  }
  uint32_t laneBytes() const override { return abi::kLanes * sizeof(double); }
  void foldLanes(char *state, const char *laneMemory) const override {
    FloatLanes lanes;
    std::memcpy(lanes.data(), laneMemory, sizeof lanes);
    this->template stateOf<FloatSumState>(state, 0)->sum += sumOfLanes(lanes);
  }

private:
  /// Blocks of kLanes values that begin at lane 0; the lanes stay in registers through all blocks.
  static void addBlocks(double *lanes, const T *values, const uint8_t *mask, uint32_t blocks) {
    FloatLanes sums;
    std::memcpy(sums.data(), lanes, sizeof sums);
    for (uint32_t block = 0; block < blocks; ++block, values += abi::kLanes) {
      if (!mask) {
        for (uint32_t lane = 0; lane < abi::kLanes; ++lane) sums[lane] += static_cast<double>(values[lane]);
        continue;
      }
      for (uint32_t lane = 0; lane < abi::kLanes; ++lane)
        sums[lane] += mask[lane] ? static_cast<double>(values[lane]) : 0.0;
      mask += abi::kLanes;
    }
    std::memcpy(lanes, sums.data(), sizeof sums);
  }
};

} // namespace

std::unique_ptr<Accumulator> makeCount() { return std::make_unique<CountAccumulator>(); }

std::unique_ptr<Accumulator> makeSum(ColumnKind kind) {
  return dispatchKind(kind, [&](auto tag) -> std::unique_ptr<Accumulator> {
    using T = typename decltype(tag)::Type;
    if constexpr (tag.kKind == ColumnKind::Decimal128)
      return std::make_unique<FoldAccumulator<DecimalSum>>();
    else if constexpr (tag.kIsFloat)
      return std::make_unique<FloatSumAccumulator<T>>();
    else if constexpr (tag.kIsInteger)
      return std::make_unique<FoldAccumulator<IntegerSum<T>>>();
    else
      FLOW_UNREACHABLE("sum of ", kind);
  });
}

} // namespace flow::frame
