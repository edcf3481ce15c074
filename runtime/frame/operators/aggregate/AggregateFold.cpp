// From what the loop of a stage has accumulated to states.

#include "runtime/frame/operators/KindDispatch.h"
#include "runtime/frame/operators/aggregate/AggregateLayout.h"

#include <algorithm>

namespace flow::frame {

using abi::AccumulatorKind;

/// The number that the stage has for a column of the batch that it accumulates.
std::optional<uint32_t> AggregateLayout::accumulatedValue(uint32_t column) const {
  const std::vector<uint32_t> &inputs = stage_->inputs;
  if (stage_->byGroup) {
    auto found = std::find(inputs.begin(), inputs.end(), column);
    if (found == inputs.end()) return {};
    return static_cast<uint32_t>(found - inputs.begin());
  }
  if (column < stage_->outputs.size()) return {};
  return column - static_cast<uint32_t>(stage_->outputs.size());
}

/// The number of the stage's accumulation of that kind for the input, if there is one.
std::optional<uint32_t> AggregateLayout::accumulationOf(AccumulatorKind kind, const Input &input) const {
  abi::Accumulation wanted{kind, {}, {}};
  if (input.argument) wanted.value = accumulatedValue(*input.argument);
  if (input.where) wanted.where = accumulatedValue(*input.where);
  if (input.argument.has_value() != wanted.value.has_value() || input.where.has_value() != wanted.where.has_value())
    return {};
  const auto &all = stage_->accumulations;
  auto found = std::find(all.begin(), all.end(), wanted);
  if (found == all.end()) return {};
  return static_cast<uint32_t>(found - all.begin());
}

std::optional<AggregateLayout::Fused> AggregateLayout::fusedForm(const Request &needed, const ColumnType &type) const {
  if (!stage_) return {};
  const Input &input = inputs_[needed.input];
  const bool isExtreme = needed.state == StateKind::Minimum || needed.state == StateKind::Maximum;
  std::optional<AccumulatorKind> wanted;
  switch (needed.state) {
  case StateKind::Count: wanted = AccumulatorKind::Count; break;
  case StateKind::Sum: wanted = abi::sumOf(type.kind); break;
  case StateKind::Minimum: wanted = AccumulatorKind::Least; break;
  case StateKind::Maximum: wanted = AccumulatorKind::Greatest; break;
  default: break;
  }
  std::optional<uint32_t> accumulation = wanted ? accumulationOf(*wanted, input) : std::nullopt;
  if (!accumulation) return {};
  const AccumulatorLayout words(stage_->accumulations);
  Fused fused{needed.state, type.kind, words.firstWord(*accumulation), 0, 0};
  if (!isExtreme) return fused;
  const Input counted{type.nullable ? input.argument : std::nullopt, input.where};
  std::optional<uint32_t> count = accumulationOf(AccumulatorKind::Count, counted);
  FLOW_CHECK(count.has_value(), "values of an aggregate that nobody counts");
  fused.countWord = words.firstWord(*count);
  return fused;
}

bool AggregateLayout::isOrderFree() const {
  auto isFused = [](const auto &fed) { return fed.isFused; };
  auto isOrdered = [](const abi::Accumulation &accumulation) {
    // Sums of 128 bits may leave them in one order and not in another.
    return accumulation.kind == AccumulatorKind::FloatSum || accumulation.kind == AccumulatorKind::DecimalSum;
  };
  return stage_ && logs_.empty() && std::all_of(accumulators_.begin(), accumulators_.end(), isFused) &&
         std::none_of(stage_->accumulations.begin(), stage_->accumulations.end(), isOrdered);
}

namespace {

/// The sum of integers, whose words count 1, 2^32, 2^64 ..; false when it leaves 128 bits.
bool sumOfWords(const int64_t *words, uint32_t count, __int128 &sum) {
  bool overflowed = false;
  sum = 0;
  for (uint32_t word = count; word-- > 0;) {
    overflowed |= __builtin_mul_overflow(sum, __int128(1) << 32, &sum);
    overflowed |= __builtin_add_overflow(sum, __int128(words[word]), &sum);
  }
  return !overflowed;
}

} // namespace

template <typename State, typename Function>
void AggregateLayout::foldEach(const Fused &fused, const AccumulatedRows &rows, Function &&function) const {
  const int64_t *row = rows.words + fused.word;
  for (uint32_t index = 0; index < rows.count; ++index, row += rows.rowWords) {
    const size_t place = rows.places ? rows.places[index] : index;
    function(*reinterpret_cast<State *>(rows.states + place * rowBytes_ + fused.offset), row);
  }
}

void AggregateLayout::foldSums(const Fused &fused, const AccumulatedRows &rows) const {
  switch (*abi::sumOf(fused.kind)) {
  case AccumulatorKind::FloatSum:
    return foldEach<FloatSumState>(fused, rows, [](FloatSumState &state, const int64_t *words) {
      state.sum = std::bit_cast<double>(*words);
    });
  case AccumulatorKind::NarrowSum:
    return foldEach<IntegerSumState>(fused, rows,
                                     [](IntegerSumState &state, const int64_t *words) { state.sum = *words; });
  case AccumulatorKind::WideSum:
    return foldEach<IntegerSumState>(fused, rows, [](IntegerSumState &state, const int64_t *words) {
      state.sum = (static_cast<__int128>(words[1]) << 32) + words[0];
    });
  default:
    return foldEach<DecimalSumState>(fused, rows, [](DecimalSumState &state, const int64_t *words) {
      state.overflowed = !sumOfWords(words, wordsOf(AccumulatorKind::DecimalSum), state.sum);
    });
  }
}

void AggregateLayout::foldExtremes(const Fused &fused, const AccumulatedRows &rows) const {
  dispatchKind(fused.kind, [&](auto tag) {
    using T = typename decltype(tag)::Type;
    if constexpr (!tag.kIsText && sizeof(T) <= 8) {
      const ptrdiff_t toCount = ptrdiff_t(fused.countWord) - ptrdiff_t(fused.word);
      foldEach<ValueState<T>>(fused, rows, [=](ValueState<T> &state, const int64_t *words) {
        state.seen = words[toCount] > 0;
        state.value = state.seen ? valueOfOrdered<T>(*words) : T();
      });
    } else {
      FLOW_UNREACHABLE("the least of ", fused.kind);
    }
  });
}

void AggregateLayout::fold(const AccumulatedRows &rows) const {
  for (const Fused &fused : fused_) {
    switch (fused.state) {
    case StateKind::Count:
      foldEach<CountState>(fused, rows, [](CountState &state, const int64_t *words) {
        state.count = static_cast<uint64_t>(*words);
      });
      break;
    case StateKind::Sum: foldSums(fused, rows); break;
    default: foldExtremes(fused, rows);
    }
  }
}

} // namespace flow::frame
