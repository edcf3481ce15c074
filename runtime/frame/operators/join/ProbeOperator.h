#pragma once
// The step that looks rows up in a JoinTable. Rows leave in the order in which they came; the matches of one
// row in the order of the build side.

#include "runtime/abi/Plan.h"
#include "runtime/frame/operators/Step.h"
#include "runtime/frame/operators/join/JoinTable.h"
#include "runtime/frame/operators/join/PairBatch.h"
#include "runtime/frame/operators/stage/StageRunner.h"

namespace flow::frame {

class ProbeOperator : public Step {
public:
  /// `entering` is the row of the batches that come.
  ProbeOperator(const abi::ProbeStep &spec, const JoinTable &table, const RowSpec &entering,
                const StageSetting &setting, int number, ChainState &chain);

  Status beginSegment(uint32_t segment) override;
  Status push(const Batch &batch) override;

private:
  struct Condition; // evaluates the further condition over candidate pairs

  Status find(const Batch &batch);
  Status passSelected(const Batch &batch, bool matching);
  Status passSingle(const Batch &batch);
  Status passMany(const Batch &batch);
  Status passConditional(const Batch &batch);
  Status judge(const Batch &batch, Status &failure);
  Status finishRows(const Batch &batch, uint32_t end);
  Failure severalPartners(const Batch &batch, uint32_t row) const;
  Status emit(const Batch &batch, uint32_t probeRow, uint32_t buildRow);
  Status flush(const Batch &batch);

  bool isOuter() const { return spec_->kind == abi::JoinKind::Left; }
  bool keepsOneSide() const {
    return spec_->kind == abi::JoinKind::Semi || spec_->kind == abi::JoinKind::Anti;
  }

  bool keepsOnePartner() const { return spec_->partners != abi::JoinPartners::All; }

  const abi::ProbeStep *spec_;
  const abi::PlanSpec *plan_;
  RowSpec entering_;
  const JoinTable *table_;
  uint32_t outputRows_; // pairs of a leaving batch at most
  PairGatherer output_;
  PairList pairs_; // that leave next
  std::unique_ptr<Condition, void (*)(Condition *)> condition_;

  // Of the batch at hand:
  std::vector<ColumnView> keys_;
  PoolArray<uint64_t> packed_;
  std::array<uint8_t, abi::kBatchRows> matchable_;
  std::array<uint32_t, abi::kBatchRows> matches_; // the first of each row, or JoinIndex::kNone
  std::array<uint8_t, abi::kBatchRows + Selection::kBlock> isMatched_;
  std::array<uint32_t, abi::kBatchRows> partners_; // of rows that keep one, when there is a condition
  uint32_t nextRow_ = 0; // the first row of which it is not yet known that all of its matches were seen
  Selection selection_;
};

} // namespace flow::frame
