#include "runtime/frame/operators/aggregate/AggregateLayout.h"

#include <algorithm>

namespace flow::frame {

using abi::AggregateKind;

namespace {

uint32_t roundedUp(uint32_t bytes, uint32_t unit) { return (bytes + unit - 1) / unit * unit; }

} // namespace

AggregateLayout::StateKind AggregateLayout::stateOf(AggregateKind kind) {
  switch (kind) {
  case AggregateKind::Count:
  case AggregateKind::CountValid: return StateKind::Count;
  case AggregateKind::CountDistinct: return StateKind::Distinct;
  case AggregateKind::Sum:
  case AggregateKind::Mean: return StateKind::Sum;
  case AggregateKind::Min: return StateKind::Minimum;
  case AggregateKind::Max: return StateKind::Maximum;
  case AggregateKind::Std:
  case AggregateKind::Var: return StateKind::Moments;
  case AggregateKind::Quantile: return StateKind::Quantiles;
  case AggregateKind::First: return StateKind::First;
  case AggregateKind::Last: return StateKind::Last;
  case AggregateKind::Any:
  case AggregateKind::All: return StateKind::Bools;
  }
  FLOW_UNREACHABLE("aggregate ", kind);
}

AggregateLayout::AggregateLayout(std::vector<abi::AggregateSpec> aggregates,
                                 std::span<const ColumnType> entering, const abi::StageStep *stage)
    : stage_(stage) {
  for (const abi::AggregateSpec &spec : aggregates) {
    Request &needed = requestFor(spec, entering);
    if (spec.kind == AggregateKind::Quantile) needed.quantiles.push_back(spec.parameter);
    if (spec.kind == AggregateKind::Mean) requestCount(spec, entering);
  }
  isRead_.resize(inputs_.size());
  for (Request &needed : requests_) makeState(needed, entering);
  placeStates();
  for (const Input &input : inputs_) {
    valueBytes_.push_back(input.argument ? abi::bytesOf(entering[*input.argument].kind) : 0);
  }
  for (const abi::AggregateSpec &spec : aggregates) outputs_.push_back(outputOf(spec, entering));
}

AggregateLayout::Request &AggregateLayout::request(StateKind state, const Input &input) {
  auto number = static_cast<uint32_t>(std::find(inputs_.begin(), inputs_.end(), input) - inputs_.begin());
  if (number == inputs_.size()) inputs_.push_back(input);
  for (Request &known : requests_) {
    if (known.state == state && known.input == number) return known;
  }
  requests_.push_back({state, number, 0, {}});
  return requests_.back();
}

AggregateLayout::Request &AggregateLayout::requestFor(const abi::AggregateSpec &spec,
                                                      std::span<const ColumnType> entering) {
  StateKind state = stateOf(spec.kind);
  return state == StateKind::Count ? requestCount(spec, entering)
                                   : request(state, {spec.argument, spec.where});
}

/// Values are counted as rows when the argument has no nulls.
AggregateLayout::Request &AggregateLayout::requestCount(const abi::AggregateSpec &spec,
                                                        std::span<const ColumnType> entering) {
  bool hasNulls = spec.argument && entering[*spec.argument].nullable;
  return request(StateKind::Count, {hasNulls ? spec.argument : std::nullopt, spec.where});
}

void AggregateLayout::makeState(Request &needed, std::span<const ColumnType> entering) {
  std::optional<uint32_t> argument = inputs_[needed.input].argument;
  const ColumnType type = argument ? entering[*argument] : ColumnType();
  std::optional<Fused> fused = fusedForm(needed, type);
  if (fused) fused_.push_back(*fused);
  if (!fused || stage_->byGroup) isRead_[needed.input] = true;
  hasTexts_ |= !fused && argument && abi::isStringLike(type.kind);
  needed.place = static_cast<uint32_t>(needed.isLog() ? logs_.size() : accumulators_.size());
  auto add = [&](std::unique_ptr<Accumulator> made) {
    accumulators_.push_back({std::move(made), needed.input, fused.has_value()});
  };
  auto addLog = [&](std::unique_ptr<LogAccumulator> made) {
    logs_.push_back({std::move(made), needed.input, false});
  };
  switch (needed.state) {
  case StateKind::Count: return add(makeCount());
  case StateKind::Sum: return add(makeSum(type.kind));
  case StateKind::Moments: return add(makeMoments(type.kind, type.scale));
  case StateKind::Minimum: return add(makeMinimum(type.kind));
  case StateKind::Maximum: return add(makeMaximum(type.kind));
  case StateKind::First: return add(makeFirst(type.kind));
  case StateKind::Last: return add(makeLast(type.kind));
  case StateKind::Bools: return add(makeBools());
  case StateKind::Quantiles: return addLog(makeQuantiles(type.kind, type.scale, needed.quantiles));
  case StateKind::Distinct: return addLog(makeDistinctCount(type));
  }
}

void AggregateLayout::placeStates() {
  uint32_t alignment = 8;
  std::vector<uint32_t> offsets;
  auto nextOffset = [&](uint32_t bytes, uint32_t aligned) {
    alignment = std::max(alignment, aligned);
    offsets.push_back(roundedUp(rowBytes_, aligned));
    rowBytes_ = offsets.back() + bytes;
  };
  for (const auto &fed : accumulators_)
    nextOffset(fed.accumulator->stateBytes(), fed.accumulator->alignment());
  for (const auto &fed : logs_) nextOffset(fed.accumulator->stateBytes(), alignof(QuantileState));
  rowBytes_ = roundedUp(rowBytes_, alignment);
  auto offset = offsets.begin();
  for (const auto &fed : accumulators_) fed.accumulator->place(*offset++, rowBytes_);
  for (const auto &fed : logs_) fed.accumulator->place(*offset++, rowBytes_);
  auto fused = fused_.begin();
  for (const auto &fed : accumulators_)
    if (fed.isFused) (fused++)->offset = fed.accumulator->offset();
}

AggregateLayout::Output AggregateLayout::outputOf(const abi::AggregateSpec &spec,
                                                  std::span<const ColumnType> entering) {
  Output output;
  output.spec = spec;
  if (spec.argument) output.argument = entering[*spec.argument];
  const Request &needed = requestFor(spec, entering);
  output.offset = needed.isLog() ? logs_[needed.place].accumulator->offset()
                                 : accumulators_[needed.place].accumulator->offset();
  if (spec.kind == AggregateKind::Quantile) {
    auto answer = std::find(needed.quantiles.begin(), needed.quantiles.end(), spec.parameter);
    output.offset += static_cast<uint32_t>((answer - needed.quantiles.begin()) * sizeof(QuantileState));
  }
  if (spec.kind == AggregateKind::Mean) {
    output.countOffset = accumulators_[requestCount(spec, entering).place].accumulator->offset();
  }
  return output;
}

std::span<const AccumulatorInput> AggregateInputs::prepare(const Batch &batch) {
  inputs_.clear();
  for (size_t index = 0; index < layout_->inputs().size(); ++index) {
    const AggregateLayout::Input &wanted = layout_->inputs()[index];
    AccumulatorInput input{nullptr, nullptr, batch.rows};
    if (!layout_->isRead(index)) {
      inputs_.push_back(input);
      continue;
    }
    if (wanted.argument) {
      input.values = batch.columns[*wanted.argument].data;
      input.mask = batch.columns[*wanted.argument].valid;
    }
    if (wanted.where) {
      const ColumnView &where = batch.columns[*wanted.where];
      const uint8_t *isTrue = where.as<uint8_t>();
      uint8_t *mask = masks_[index].data();
      for (uint32_t row = 0; row < batch.rows; ++row) {
        mask[row] = isTrue[row] & (where.valid ? where.valid[row] : 1) & (input.mask ? input.mask[row] : 1);
      }
      input.mask = mask;
    }
    inputs_.push_back(input);
  }
  return inputs_;
}

} // namespace flow::frame
