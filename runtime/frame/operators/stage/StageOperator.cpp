#include "runtime/frame/operators/stage/StageOperator.h"

namespace flow::frame {

Status StageOperator::beginSegment(uint32_t segment) {
  stage_.beginSegment();
  return Step::beginSegment(segment);
}

Status StageOperator::push(const Batch &batch) {
  StageBatch::Outcome outcome = stage_.evaluate(batch);
  if (outcome.leaving) FLOW_TRY(next().push(*outcome.leaving));
  return outcome.failure.ok() ? Status() : failed(std::move(outcome.failure));
}

} // namespace flow::frame
