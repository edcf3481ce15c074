#pragma once
// Runs the kernel of a stage over batches: binds columns, owns the outputs of one batch, and names the row
// that fails. One per worker and stage.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/Plan.h"
#include "runtime/base/ValueHeap.h"
#include "runtime/frame/KernelProvider.h"
#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/ColumnMemory.h"
#include "runtime/frame/operators/Selection.h"
#include "runtime/frame/operators/aggregate/StageAccumulators.h"

namespace flow::frame {

/// What a stage needs of its surroundings.
struct StageSetting {
  const abi::PlanSpec *plan = nullptr;
  KernelProvider *kernels = nullptr;
  QueryContext query;
};

/// The failure of a site (1-based); `text` may know more than the site does.
Failure failureAt(const abi::PlanSpec &plan, uint32_t site, const abi::FailureText *text = nullptr);

class StageRunner {
public:
  /// `entering` describes the columns that inputs of the stage count.
  StageRunner(const abi::StageStep &spec, RowSpec entering, const StageSetting &setting);

  /// Rows that can go on, and why the next one cannot.
  struct Outcome {
    uint32_t rows = 0;
    Status failure;
  };
  /// At the beginning of a segment: texts of earlier batches are no longer this stage's.
  void beginSegment();
  /// Where the stage accumulates; it outlives the runner. A failed row's batch leaves it undefined.
  void accumulateIn(StageAccumulators &accumulators) { accumulators_ = &accumulators; }
  /// Evaluates the stage; `firstRow` is the number of the batch's first row among those of the segment that
  /// came here. When a row fails, outputs are right for the rows before it.
  Outcome evaluate(const Batch &batch, uint64_t firstRow);
  /// Of a stage that accumulates by group: `places` says where in `words` the group of each row is.
  void accumulate(const Batch &batch, void *words, const uint32_t *places);

  // Of the last batch, valid until the next:
  const uint8_t *mask() const { return mask_.data(); }
  ColumnView computed(uint32_t index) const;
  /// What keeps texts of the batch and of computed columns alive.
  const HeapList *heaps(const Batch &batch);

private:
  Status prepare();
  void bind(const Batch &batch, uint64_t firstRow);
  Outcome replay(const Batch &batch);
  void findBadInputs(const Batch &batch);
  Outcome evaluateBeforeBad(const Batch &batch, uint64_t firstRow);
  void forgetFailure();
  Failure describe(uint32_t site, const Batch &batch, uint32_t row) const;
  /// The values of the row that led to a failure of the expression with that site; all where the site is not known.
  void noteInputs(uint32_t site, const Batch &batch, uint32_t row, Failure &failure) const;

  const abi::StageStep *spec_;
  RowSpec entering_;
  StageSetting setting_;
  bool isPrepared_ = false;
  bool givesTexts_ = false; // columns may refer to the bytes of heap_
  StringHeap heap_;
  std::optional<ValueHeap> values_; // made anew after a failure, where it stands
  HeapList ownHeaps_; // of captured texts and of this stage's
  abi::KernelContext context_;
  abi::StageCall call_;
  StageAccumulators *accumulators_ = nullptr;
  std::vector<abi::KernelColumn> inputs_;
  std::vector<abi::KernelColumn> outputs_;
  BatchBuffer buffer_; // memory of the outputs
  std::vector<uint8_t> mask_;
  std::vector<abi::BadInput> badInputs_; // of the batch
  std::vector<std::shared_ptr<const FieldFault>> badFaults_;
  CombinedHeaps heaps_;
};

} // namespace flow::frame
