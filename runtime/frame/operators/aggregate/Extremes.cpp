// The aggregates that choose one of the values: min, max, first, last. A text that is chosen is copied when
// states are merged, into memory that is used again when a later choice is not longer.

#include "runtime/frame/operators/KindDispatch.h"
#include "runtime/frame/operators/aggregate/FoldAccumulator.h"

#include <cmath>

namespace flow::frame {

namespace {

/// By value; NaN is the largest, and -0.0 less than 0.0: that of equals the choice is the same in any order.
template <typename T> bool isLess(const T &a, const T &b) {
  if constexpr (std::is_floating_point_v<T>)
    return a < b || (b != b && a == a) || (a == b && std::signbit(a) > std::signbit(b));
  else
    return a < b;
}

template <typename T> bool keep(T &kept, const T &value, StringHeap &) {
  kept = value;
  return true;
}
/// `kept` owns its bytes alone: they lie in the heap of the merged states, and nobody else has the view.
bool keep(StringView &kept, const StringView &value, StringHeap &heap) {
  if (!kept.isInline() && !value.isInline() && value.length <= kept.length) {
    char *bytes = const_cast<char *>(kept.outside.pointer);
    std::memmove(bytes, value.outside.pointer, value.length);
    kept = StringView(bytes, value.length);
    return true;
  }
  return heap.store(value.view(), kept);
}

/// Order::replaces(kept, value): whether a later value takes the place of the one kept.
template <typename T, typename Order> struct Choice {
  using Value = T;
  using State = ValueState<T>;
  static void add(State &state, const T &value) {
    if (state.seen && !Order::replaces(state.value, value)) return;
    state.value = value;
    state.seen = 1;
  }
  static bool combine(State &state, const State &later, StringHeap &heap) {
    if (!later.seen || (state.seen && !Order::replaces(state.value, later.value))) return true;
    state.seen = 1;
    return keep(state.value, later.value, heap);
  }
  static bool addOwned(State &state, const T &value, StringHeap &heap)
    requires std::is_same_v<T, StringView>
  {
    if (state.seen && !Order::replaces(state.value, value)) return true;
    state.seen = 1;
    return keep(state.value, value, heap);
  }
  static void addAll(State &state, const T *values, const uint8_t *mask, uint32_t rows) {
    uint32_t row = 0;
    while (row < rows && mask && !mask[row]) ++row;
    if (row == rows) return;
    T kept = state.seen ? state.value : values[row];
    for (; row < rows; ++row) {
      bool replaces = (!mask || mask[row]) && Order::replaces(kept, values[row]);
      kept = replaces ? values[row] : kept;
    }
    state.value = kept;
    state.seen = 1;
  }
};

struct Smaller {
  template <typename T> static bool replaces(const T &kept, const T &value) { return isLess(value, kept); }
};
struct Larger {
  template <typename T> static bool replaces(const T &kept, const T &value) { return isLess(kept, value); }
};
struct Earlier {
  template <typename T> static bool replaces(const T &, const T &) { return false; }
};
struct Later {
  template <typename T> static bool replaces(const T &, const T &) { return true; }
};

template <typename Order> std::unique_ptr<Accumulator> makeChoice(ColumnKind kind) {
  return dispatchKind(kind, [](auto tag) -> std::unique_ptr<Accumulator> {
    return std::make_unique<FoldAccumulator<Choice<typename decltype(tag)::Type, Order>>>();
  });
}

} // namespace

std::unique_ptr<Accumulator> makeMinimum(ColumnKind kind) { return makeChoice<Smaller>(kind); }
std::unique_ptr<Accumulator> makeMaximum(ColumnKind kind) { return makeChoice<Larger>(kind); }
std::unique_ptr<Accumulator> makeFirst(ColumnKind kind) { return makeChoice<Earlier>(kind); }
std::unique_ptr<Accumulator> makeLast(ColumnKind kind) { return makeChoice<Later>(kind); }

} // namespace flow::frame
