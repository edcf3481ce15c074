// From what the loop of a stage has accumulated to states.

#include "runtime/frame/operators/KindDispatch.h"
#include "runtime/frame/operators/aggregate/AggregateLayout.h"

#include <algorithm>

namespace flow::frame {

using abi::AccumulatorKind;

/// The number of the stage's accumulation of that kind for the input, if there is one.
std::optional<uint32_t> AggregateLayout::accumulationOf(AccumulatorKind kind, const Input &input) const {
  const auto firstValue = static_cast<uint32_t>(stage_->outputs.size());
  for (const std::optional<uint32_t> &column : {input.argument, input.where})
    if (column && *column < firstValue) return {};
  auto valueOf = [&](std::optional<uint32_t> column) -> std::optional<uint32_t> {
    if (!column) return {};
    return *column - firstValue;
  };
  const abi::Accumulation wanted{kind, valueOf(input.argument), valueOf(input.where)};
  const auto &all = stage_->accumulations;
  auto found = std::find(all.begin(), all.end(), wanted);
  if (found == all.end()) return {};
  return static_cast<uint32_t>(found - all.begin());
}

std::optional<AggregateLayout::Fused> AggregateLayout::fusedForm(const Request &needed, ColumnKind kind) const {
  if (!stage_) return {};
  const Input &input = inputs_[needed.input];
  std::optional<AccumulatorKind> wanted;
  switch (needed.state) {
  case StateKind::Count: wanted = AccumulatorKind::Count; break;
  case StateKind::Sum: wanted = abi::sumOf(kind); break;
  case StateKind::Minimum: wanted = AccumulatorKind::Least; break;
  case StateKind::Maximum: wanted = AccumulatorKind::Greatest; break;
  default: break;
  }
  std::optional<uint32_t> accumulation = wanted ? accumulationOf(*wanted, input) : std::nullopt;
  if (!accumulation) return {};
  Fused fused{needed.state, kind, *accumulation, 0, 0};
  if (needed.state == StateKind::Minimum || needed.state == StateKind::Maximum) {
    std::optional<uint32_t> count = accumulationOf(AccumulatorKind::Count, input);
    if (!count) count = accumulationOf(AccumulatorKind::Count, {std::nullopt, input.where}); // there are no nulls
    FLOW_CHECK(count.has_value(), "values of an aggregate that nobody counts");
    fused.count = *count;
  }
  return fused;
}

void AggregateLayout::fold(const StageAccumulators &accumulators, char *state) const {
  for (const Fused &fused : fused_) {
    char *to = state + fused.offset;
    switch (fused.state) {
    case StateKind::Count: reinterpret_cast<CountState *>(to)->count = accumulators.count(fused.accumulation); break;
    case StateKind::Sum: {
      bool overflowed = false;
      if (abi::sumOf(fused.kind) == AccumulatorKind::FloatSum) {
        reinterpret_cast<FloatSumState *>(to)->sum = accumulators.floatSum(fused.accumulation);
      } else if (fused.kind == ColumnKind::Decimal128) {
        auto &sum = *reinterpret_cast<DecimalSumState *>(to);
        sum.sum = accumulators.integerSum(fused.accumulation, overflowed);
        sum.overflowed = overflowed;
      } else {
        reinterpret_cast<IntegerSumState *>(to)->sum = accumulators.integerSum(fused.accumulation, overflowed);
      }
      break;
    }
    default: // least or greatest
      dispatchKind(fused.kind, [&](auto tag) {
        using T = typename decltype(tag)::Type;
        if constexpr (!tag.kIsText && sizeof(T) <= 8) {
          auto &chosen = *reinterpret_cast<ValueState<T> *>(to);
          chosen.seen = accumulators.count(fused.count) > 0;
          if (chosen.seen) chosen.value = valueOfOrdered<T>(accumulators.extreme(fused.accumulation));
        }
      });
    }
  }
}

} // namespace flow::frame
