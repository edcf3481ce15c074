#pragma once
// A pipeline in the making: its source, the steps so far, and what is pending, the filters and computed
// columns that the next stage will evaluate.
//
// `row` is the row of the plan node that was reached, column by column, with kNoColumn for those that are
// not demanded. Every C++ operator settles what is pending first, then reads columns by their position in
// the batch.

#include "compiler/pipeline/Demand.h"
#include "compiler/pipeline/StageBuilder.h"
#include "runtime/abi/Plan.h"

namespace flow::pipeline {

/// The whole row of a batch, or any batch that has the columns somewhere.
enum class BatchShape : uint8_t { Any, Exact };

class RowStream {
public:
  explicit RowStream(abi::SourceSpec source) { pipeline_.source = std::move(source); }

  std::vector<ColumnId> row;

  /// Begins a new batch, which has columns of these types; gives their numbers. Nothing may be pending.
  std::vector<ColumnId> startBatch(const std::vector<const ir::Type *> &types);
  /// The column may have fields that are no values; reading those fails there (StreamColumn::fieldSite).
  void setFieldSite(ColumnId column, uint32_t site) { columns_[column].fieldSite = site; }

  // ---- what a stage will do
  void filter(const ir::Filter &filter, const ColumnSet &demanded);
  void project(const ir::Project &project, const ColumnSet &demanded);

  // ---- steps
  /// Evaluates what is pending, so that the batch has these columns; of an exact shape it has them in this
  /// order and no others. Gives their positions.
  std::vector<uint32_t> settle(const std::vector<ColumnId> &wanted, BatchShape shape, KernelSink &kernels);
  /// Settles the columns of the row: the batch has just the demanded ones, ascending.
  void settleRow(KernelSink &kernels);
  /// Only the filters; columns of the row that they do not need are computed later, so that a step that
  /// drops rows may stand between.
  void settleFilters(KernelSink &kernels);
  /// The stage of a sink that ends the pipeline: evaluates what is pending.
  abi::StageStep accumulate(const StageResults &wanted, KernelSink &kernels);
  /// Whether a filter waits to be evaluated, or one of these columns.
  bool isPending(const std::vector<ColumnId> &wanted) const;
  void step(abi::StepSpec step) { pipeline_.steps.push_back(std::move(step)); }
  abi::PipelineSpec finish(abi::SinkSpec sink);

  /// The demanded columns of the row, ascending.
  std::vector<ColumnId> demandedColumns() const;
  uint32_t batchColumns() const { return batchColumns_; }
  std::optional<uint32_t> position(ColumnId column) const { return columns_[column].position; }
  /// When the rows are those of a table as they are, perhaps with fewer columns: the source.
  const abi::TableSource *unchangedTable() const;
  const std::vector<StreamColumn> &columns() const { return columns_; }

private:
  std::vector<ColumnId> inputsOf(const ir::RowFunction &function) const;
  void forgetUndemanded(const ColumnSet &demanded);
  void leave(std::vector<ColumnId> leaving, KernelSink &kernels);

  abi::PipelineSpec pipeline_;
  std::vector<StreamColumn> columns_; ///< by ColumnId
  std::vector<StreamFilter> filters_; ///< pending
  uint32_t batchColumns_ = 0;
};

} // namespace flow::pipeline
