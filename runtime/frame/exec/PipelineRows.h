#pragma once
// The rows that enter and leave the parts of a pipeline, computed from its description before it runs.

#include "runtime/abi/Plan.h"

namespace flow::frame {

/// Columns of the batches that a source gives.
abi::RowSpec rowOfSource(const abi::SourceSpec &source, const abi::PlanSpec &plan);
/// Columns that leave a step. Computed columns have no name.
abi::RowSpec rowAfter(const abi::StepSpec &step, const abi::RowSpec &entering, const abi::PlanSpec &plan);
/// The types of a row.
std::vector<abi::ColumnType> typesOf(const abi::RowSpec &row);

} // namespace flow::frame
