#include "runtime/frame/operators/take/TakeOperator.h"

#include "runtime/frame/operators/BatchSlice.h"
#include "runtime/frame/operators/source/TableScan.h"

#include <algorithm>

namespace flow::frame {

Status TakeOperator::beginSegment(uint32_t segment) {
  segment_ = segment;
  isInTurn_ = progress_->order.isTurn(segment);
  position_ = isInTurn_ ? progress_->arrived : 0;
  kept_.reset();
  return Step::beginSegment(segment);
}

Status TakeOperator::push(const Batch &batch) {
  if (!isInTurn_ && progress_->order.isTurn(segment_)) {
    isInTurn_ = true;
    FLOW_TRY(passKept(progress_->arrived));
  }
  if (isInTurn_) return passInTurn(batch);
  if (hasEnough()) return {};
  if (!kept_) kept_.emplace(row_, *query_.memory);
  auto wanted = static_cast<uint32_t>(std::min<uint64_t>(batch.rows, progress_->end - position_));
  position_ += wanted;
  Status status = kept_->append(wanted == batch.rows ? batch : slice(batch, 0, wanted));
  return status.ok() ? Status() : failed(std::move(status));
}

Status TakeOperator::passInTurn(const Batch &batch) {
  const uint64_t begin = std::max(position_, progress_->skip);
  const uint64_t end = std::min(position_ + batch.rows, progress_->end);
  const uint64_t first = position_;
  position_ += batch.rows;
  if (begin >= end) return {};
  if (end - begin == batch.rows) return next().push(batch);
  return next().push(slice(batch, static_cast<uint32_t>(begin - first), static_cast<uint32_t>(end - begin)));
}

/// Passes what was kept on, now that `before` rows are known to have come earlier.
Status TakeOperator::passKept(uint64_t before) {
  position_ = before;
  if (!kept_) return {};
  Result<Table> table = kept_->finish();
  kept_.reset();
  if (!table.ok()) return failed(table.takeFailure());
  for (const Chunk &chunk : table->chunks) {
    ChunkReader reader(chunk);
    Batch batch;
    for (;;) {
      FLOW_TRY(reader.next(batch, query_.batchRows));
      if (batch.rows == 0) break;
      FLOW_TRY(passInTurn(batch));
    }
  }
  return {};
}

Status TakeOperator::endSegment() {
  if (!isInTurn_ && !progress_->order.await(segment_)) return Step::endSegment();
  uint64_t before = progress_->arrived;
  uint64_t after = isInTurn_ ? position_ : before + position_;
  bool isEnough = after >= progress_->end;
  if (isEnough) {
    uint32_t last = progress_->lastSegment.load(std::memory_order_relaxed);
    if (segment_ < last) progress_->lastSegment.store(segment_, std::memory_order_relaxed);
  }
  // Rows after a failing one are unknown, so nobody may count on this segment, unless what there is suffices.
  const bool isCounted = isEnough || !chain().isFailing;
  progress_->arrived = std::min(after, progress_->end);
  if (isCounted) progress_->order.pass(segment_);
  if (!isInTurn_) FLOW_TRY(passKept(before));
  position_ = after;
  return Step::endSegment();
}

} // namespace flow::frame
