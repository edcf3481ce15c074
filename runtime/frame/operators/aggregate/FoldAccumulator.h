#pragma once
// The loops that all accumulators of fixed state share. A Fold says what one value does to a state:
//
//   using Value, State;
//   static void add(State &, Value);                          one more value
//   static bool combine(State &, const State &, StringHeap &); the state of later rows; false when out of
//   memory static void addAll(State &, const Value *, mask, rows);   optional: a faster loop when there is
//   one group

#include "runtime/frame/operators/aggregate/Accumulator.h"

namespace flow::frame {

template <typename Fold> class FoldAccumulator : public Accumulator {
public:
  using Value = typename Fold::Value;
  using State = typename Fold::State;

  FoldAccumulator() : Accumulator(sizeof(State), alignof(State)) {}

  void update(char *states, const uint32_t *groups, const AccumulatorInput &input) const override {
    const auto *values = static_cast<const Value *>(input.values);
    if (!input.mask) {
      for (uint32_t row = 0; row < input.rows; ++row)
        Fold::add(*stateOf<State>(states, groups[row]), values[row]);
      return;
    }
    for (uint32_t row = 0; row < input.rows; ++row) {
      if (input.mask[row]) Fold::add(*stateOf<State>(states, groups[row]), values[row]);
    }
  }

  void updateOne(char *state, char *, uint64_t, const AccumulatorInput &input) const override {
    const auto *values = static_cast<const Value *>(input.values);
    State &one = *stateOf<State>(state, 0);
    if constexpr (requires { Fold::addAll(one, values, input.mask, input.rows); }) {
      Fold::addAll(one, values, input.mask, input.rows);
    } else {
      for (uint32_t row = 0; row < input.rows; ++row) {
        if (!input.mask || input.mask[row]) Fold::add(one, values[row]);
      }
    }
  }

  bool take(char *states, const uint32_t *groups, const AccumulatorInput &input,
            StringHeap &heap) const override {
    if constexpr (requires { Fold::addOwned; }) {
      const auto *values = static_cast<const Value *>(input.values);
      for (uint32_t row = 0; row < input.rows; ++row) {
        if (input.mask && !input.mask[row]) continue;
        if (!Fold::addOwned(*stateOf<State>(states, groups[row]), values[row], heap)) return false;
      }
    } else {
      update(states, groups, input);
    }
    return true;
  }

  bool ownText(char *state, StringHeap &heap) const override {
    if constexpr (std::is_same_v<Value, abi::StringView> && requires(State kept) { kept.value; }) {
      State &one = *stateOf<State>(state, 0);
      return one.seen == 0 || heap.store(one.value.view(), one.value);
    }
    return true;
  }

  bool merge(char *states, const uint32_t *groups, const char *from, uint32_t count,
             StringHeap &heap) const override {
    for (uint32_t row = 0; row < count; ++row) {
      if (!Fold::combine(*stateOf<State>(states, groups[row]), *stateOf<State>(from, row), heap))
        return false;
    }
    return true;
  }
};

} // namespace flow::frame
