// Variance and standard deviation without cancellation: Welford's update within a segment, Chan's merge of
// segments. And any, all.

#include "runtime/frame/operators/KindDispatch.h"
#include "runtime/frame/operators/aggregate/DecimalScale.h"
#include "runtime/frame/operators/aggregate/FoldAccumulator.h"

namespace flow::frame {

namespace {

void addMoment(MomentState &state, double value) {
  state.count += 1;
  double before = value - state.mean;
  state.mean += before / state.count;
  state.squares += before * (value - state.mean);
}

template <typename T> struct Moments {
  using Value = T;
  using State = MomentState;
  static void add(State &state, T value) { addMoment(state, static_cast<double>(value)); }
  static bool combine(State &state, const State &later, StringHeap &) {
    if (later.count == 0) return true;
    if (state.count == 0) {
      state = later;
      return true;
    }
    double count = state.count + later.count;
    double difference = later.mean - state.mean;
    state.mean += difference * (later.count / count);
    state.squares += later.squares + difference * difference * (state.count * later.count / count);
    state.count = count;
    return true;
  }
};

/// Decimals are brought to their value first.
template <typename T> class DecimalMoments : public FoldAccumulator<Moments<T>> {
public:
  explicit DecimalMoments(uint32_t scale) : unit_(powerOfTen(scale)) {}

  void update(char *states, const uint32_t *groups, const AccumulatorInput &input) const override {
    const T *values = static_cast<const T *>(input.values);
    for (uint32_t row = 0; row < input.rows; ++row) {
      if (input.mask && !input.mask[row]) continue;
      addMoment(*this->template stateOf<MomentState>(states, groups[row]),
                static_cast<double>(values[row]) / unit_);
    }
  }
  void updateOne(char *state, char *, uint64_t, const AccumulatorInput &input) const override {
    const T *values = static_cast<const T *>(input.values);
    for (uint32_t row = 0; row < input.rows; ++row) {
      if (input.mask && !input.mask[row]) continue;
      addMoment(*this->template stateOf<MomentState>(state, 0), static_cast<double>(values[row]) / unit_);
    }
  }

private:
  double unit_;
};

struct Bools {
  using Value = uint8_t;
  using State = BoolState;
  static void add(State &state, uint8_t value) {
    state.sawTrue |= value;
    state.sawFalse |= value ^ 1;
  }
  static bool combine(State &state, const State &later, StringHeap &) {
    state.sawTrue |= later.sawTrue;
    state.sawFalse |= later.sawFalse;
    return true;
  }
};

} // namespace

std::unique_ptr<Accumulator> makeMoments(ColumnKind kind, uint32_t scale) {
  return dispatchKind(kind, [&](auto tag) -> std::unique_ptr<Accumulator> {
    using T = typename decltype(tag)::Type;
    if constexpr (tag.kIsText)
      FLOW_UNREACHABLE("moments of ", kind);
    else if constexpr (tag.kKind == ColumnKind::Decimal64 || tag.kKind == ColumnKind::Decimal128) {
      return std::make_unique<DecimalMoments<T>>(scale);
    } else {
      return std::make_unique<FoldAccumulator<Moments<T>>>();
    }
  });
}

std::unique_ptr<Accumulator> makeBools() { return std::make_unique<FoldAccumulator<Bools>>(); }

} // namespace flow::frame
