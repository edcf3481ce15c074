#pragma once
// Stage fusion: a run of filters and computed columns over one batch becomes one stage function and the step
// that calls it.
//
//  - The row passes the filters in order. A computed column is evaluated right before the first filter that
//    reads it, or behind the last filter when only what leaves the stage needs it; what nothing needs is not
//    evaluated at all. So a row fails only where the source would make it fail.
//  - Parameters of the function are the columns that are read, in the order of the batch, then the plan's
//    captures up to the last one that is used, so that their layout is that of the plan's captures.

#include "compiler/ir/Plan.h"
#include "runtime/abi/Plan.h"

namespace flow::pipeline {

using ColumnId = uint32_t;
constexpr ColumnId kNoColumn = UINT32_MAX;

/// A column of the rows that stream by: in the batch at hand, or still to be computed from columns with
/// smaller numbers.
struct StreamColumn {
  const ir::Type *type = nullptr;
  std::optional<uint32_t> position; ///< in the batch
  const ir::RowFunction *function = nullptr;
  std::vector<ColumnId> inputs; ///< by column parameter of the function
  /// Of a column of a file, some of whose fields may be no values of its type: the site that reading those fails at.
  uint32_t fieldSite = 0;

  bool isComputed() const { return !position; }
};
struct StreamFilter {
  const ir::RowFunction *predicate = nullptr;
  std::vector<ColumnId> inputs;
};

/// Collects what one plan needs of kernels.
struct KernelSink {
  const ir::PlanGraph &graph;
  ir::Module &module;
  std::string prefix;              ///< of names: "plan0."
  std::vector<std::string> &names; ///< PlanSpec::kernels
};

/// Marks the columns still to be computed that `wanted` needs, themselves included.
std::vector<bool> computedFor(const std::vector<StreamColumn> &columns, const std::vector<ColumnId> &wanted);

/// What a stage is to give.
struct StageResults {
  std::vector<ColumnId> leaving;
  std::vector<ColumnId> accumulated;            ///< values that only its loop sees, without repetitions
  std::vector<abi::Accumulation> accumulations; ///< of those
  bool byGroup = false;
};

/// The step that filters and gives these columns; its function is added to the module.
abi::StageStep buildStage(const std::vector<StreamColumn> &columns, const std::vector<StreamFilter> &filters,
                          const StageResults &wanted, KernelSink &kernels);

} // namespace flow::pipeline
