#pragma once
// The step before an operator that reads whole columns: the first bad field among them fails, after the rows before it
// have been passed on. What goes on has no bad fields in those columns.

#include "runtime/abi/Plan.h"
#include "runtime/frame/operators/BadFields.h"
#include "runtime/frame/operators/Step.h"

namespace flow::frame {

class FieldCheck : public Step {
public:
  FieldCheck(std::vector<ReadColumn> columns, int number, ChainState &chain)
      : Step(number, chain), columns_(std::move(columns)) {}

  Status push(const Batch &batch) override;

private:
  std::vector<ReadColumn> columns_;
};

/// Whether batches of the source may have bad fields.
bool mayGiveBadFields(const abi::SourceSpec &source);
/// What the probe reads of the entering batch, of so many columns: keys, and what its condition needs. `fillsJoin`: the
/// rows that it lets pass fill a join table, which reads all of them, whether they have a partner or not.
std::vector<ReadColumn> readBy(const abi::ProbeStep &probe, size_t columns, bool fillsJoin);
/// What the sink reads; nothing when it passes bad fields on, into a table within the plan, or asks for them itself.
std::optional<std::vector<ReadColumn>> readBy(const abi::SinkSpec &sink, size_t columns, uint32_t resultTable);
/// What the aggregates read of their batch.
std::vector<ReadColumn> readBy(std::span<const abi::AggregateSpec> aggregates);

} // namespace flow::frame
