#include "runtime/frame/operators/FieldCheck.h"

#include "runtime/frame/operators/BatchSlice.h"

namespace flow::frame {

Status FieldCheck::push(const Batch &batch) {
  if (!batch.badFields) [[likely]]
    return next().push(batch);
  const BadField *bad = firstRead(batch, columns_);
  if (!bad) return next().push(batch);
  if (bad->row > 0) FLOW_TRY(next().push(slice(batch, 0, bad->row)));
  return failed(bad->fault->failure());
}

bool mayGiveBadFields(const abi::SourceSpec &source) {
  if (const auto *csv = std::get_if<abi::CsvSource>(&source)) return csv->badRows == abi::CsvSource::BadRows::Fail;
  return std::holds_alternative<abi::TableSource>(source);
}

static std::vector<ReadColumn> allOf(size_t columns) {
  std::vector<ReadColumn> read;
  for (uint32_t column = 0; column < columns; ++column) read.push_back({column});
  return read;
}

std::vector<ReadColumn> readBy(const abi::ProbeStep &probe, size_t columns, bool fillsJoin) {
  if (fillsJoin) return allOf(columns);
  std::vector<ReadColumn> read;
  for (uint32_t key : probe.keys) read.push_back({key});
  if (!probe.condition) return read;
  for (uint32_t input : probe.condition->inputs)
    if (input < columns) read.push_back({input});
  return read;
}

std::vector<ReadColumn> readBy(std::span<const abi::AggregateSpec> aggregates) {
  std::vector<ReadColumn> read;
  for (const abi::AggregateSpec &aggregate : aggregates) {
    if (aggregate.argument) read.push_back({*aggregate.argument, aggregate.where});
    if (aggregate.where) read.push_back({*aggregate.where});
  }
  return read;
}

std::optional<std::vector<ReadColumn>> readBy(const abi::SinkSpec &sink, size_t columns, uint32_t resultTable) {
  if (const auto *collect = std::get_if<abi::CollectSink>(&sink)) {
    if (collect->table != resultTable) return std::nullopt;
    return allOf(columns);
  }
  const auto *aggregate = std::get_if<abi::AggregateSink>(&sink);
  if (!aggregate) return allOf(columns);
  if (aggregate->stage && aggregate->keys.empty()) return std::nullopt;
  std::vector<ReadColumn> read = readBy(aggregate->aggregates);
  for (uint32_t key : aggregate->keys) read.push_back({key});
  return read;
}

} // namespace flow::frame
