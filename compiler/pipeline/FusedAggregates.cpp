#include "compiler/pipeline/FusedAggregates.h"

#include "compiler/types/ColumnTypes.h"
#include "runtime/abi/Check.h"

#include <algorithm>

namespace flow::pipeline {

using abi::AccumulatorKind;
using abi::AggregateKind;
using ir::AggregateField;

/// The place of a column in the list, which it is added to if it is not there.
static uint32_t placeIn(std::vector<ColumnId> &list, ColumnId column) {
  auto place = std::find(list.begin(), list.end(), column);
  if (place == list.end()) place = list.insert(list.end(), column);
  return static_cast<uint32_t>(place - list.begin());
}

bool FusedAggregates::isFused(const AggregateField &field) const {
  auto kindOf = [&] { return types::columnTypeOf(typeOf(*field.argument))->kind; };
  switch (field.kind) {
  case AggregateKind::Count:
  case AggregateKind::CountValid: return true;
  case AggregateKind::Sum:
  case AggregateKind::Mean: return abi::sumOf(kindOf()).has_value();
  case AggregateKind::Min:
  case AggregateKind::Max: return abi::hasOrderedNumber(kindOf());
  default: return false;
  }
}

std::optional<uint32_t> FusedAggregates::accumulated(std::optional<uint32_t> column) {
  if (!column) return {};
  return placeIn(results_.accumulated, stream_.row[*column]);
}

void FusedAggregates::accumulate(AccumulatorKind kind, std::optional<uint32_t> value, std::optional<uint32_t> where) {
  abi::Accumulation made{kind, value, where};
  std::vector<abi::Accumulation> &all = results_.accumulations;
  if (std::find(all.begin(), all.end(), made) == all.end()) all.push_back(made);
}

void FusedAggregates::leave(std::optional<uint32_t> column) {
  if (column) placeIn(results_.leaving, stream_.row[*column]);
}

void FusedAggregates::add(const AggregateField &field) {
  if (!isFused(field)) {
    leave(field.argument);
    leave(field.where);
    return;
  }
  std::optional<uint32_t> value = accumulated(field.argument), where = accumulated(field.where);
  // Who has values counts them, too: there is no mean and no minimum of none.
  bool hasNulls = field.argument && typeOf(*field.argument)->isOptional();
  if (field.kind != AggregateKind::Sum) accumulate(AccumulatorKind::Count, hasNulls ? value : std::nullopt, where);
  if (field.kind == AggregateKind::Min) accumulate(AccumulatorKind::Least, value, where);
  if (field.kind == AggregateKind::Max) accumulate(AccumulatorKind::Greatest, value, where);
  if (field.kind == AggregateKind::Sum || field.kind == AggregateKind::Mean)
    accumulate(*abi::sumOf(types::columnTypeOf(typeOf(*field.argument))->kind), value, where);
}

void FusedAggregates::accumulateByGroup() {
  std::vector<ColumnId> unordered = results_.accumulated;
  std::sort(results_.accumulated.begin(), results_.accumulated.end(),
            [&](ColumnId a, ColumnId b) { return *stream_.position(a) < *stream_.position(b); });
  auto renumber = [&](std::optional<uint32_t> &number) {
    if (number) number = placeIn(results_.accumulated, unordered[*number]);
  };
  for (abi::Accumulation &accumulation : results_.accumulations) {
    renumber(accumulation.value);
    renumber(accumulation.where);
  }
  results_.leaving.clear();
  results_.byGroup = true;
}

void FusedAggregates::place(const AggregateField &field, abi::AggregateSpec &spec) const {
  bool fused = isFused(field);
  auto placeOf = [&](uint32_t column) {
    const std::vector<ColumnId> &list = fused ? results_.accumulated : results_.leaving;
    auto place = std::find(list.begin(), list.end(), stream_.row[column]);
    FLOW_CHECK(place != list.end(), "a column of an aggregate that was not added");
    return static_cast<uint32_t>((place - list.begin()) + (fused ? results_.leaving.size() : 0));
  };
  FLOW_CHECK(!results_.byGroup, "by group columns of the batch are read");
  if (field.argument) spec.argument = placeOf(*field.argument);
  if (field.where) spec.where = placeOf(*field.where);
}

} // namespace flow::pipeline
