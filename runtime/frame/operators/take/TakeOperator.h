#pragma once
// `skip` and `take` with any number of workers. A worker whose segment is the first unfinished one passes
// rows through and counts them; one that is ahead keeps its rows, no more than could be taken, until it knows
// how many came before.

#include "runtime/frame/operators/Step.h"
#include "runtime/frame/operators/take/SegmentOrder.h"

#include <limits>

namespace flow::frame {

/// What the workers of one take step share.
struct TakeProgress {
  uint64_t skip = 0;
  uint64_t end = 0; ///< skip + count, at most the greatest number
  SegmentOrder order;
  uint64_t arrived = 0; ///< rows of the segments that have passed; read and written in turn
  std::atomic<uint32_t> lastSegment{std::numeric_limits<uint32_t>::max()}; ///< nobody asks for later ones
};

class TakeOperator : public Step {
public:
  TakeOperator(TakeProgress &progress, RowSpec row, const QueryContext &query, int number, ChainState &chain)
      : Step(number, chain), progress_(&progress), row_(std::move(row)), query_(query) {}

  Status beginSegment(uint32_t segment) override;
  Status push(const Batch &batch) override;
  Status endSegment() override;
  bool hasEnough() const override { return position_ >= progress_->end; }
  bool isSatisfied() const override { return hasEnough() || Step::isSatisfied(); }

private:
  Status passInTurn(const Batch &batch);
  Status passKept(uint64_t before);

  TakeProgress *progress_;
  RowSpec row_;
  QueryContext query_;
  uint32_t segment_ = 0;
  bool isInTurn_ = false;
  uint64_t position_ =
      0; // rows that have arrived, from the first segment on when in turn, else from this one on
  std::optional<TableBuilder> kept_; // rows of this segment, while not in turn
};

} // namespace flow::frame
