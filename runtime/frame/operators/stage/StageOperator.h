#pragma once
// The step that runs a compiled stage and passes on what leaves it.

#include "runtime/abi/Plan.h"
#include "runtime/frame/operators/Step.h"
#include "runtime/frame/operators/stage/StageBatch.h"

namespace flow::frame {

class StageOperator : public Step {
public:
  StageOperator(const abi::StageStep &spec, RowSpec entering, const StageSetting &setting, int number,
                ChainState &chain)
      : Step(number, chain), stage_(spec, std::move(entering), setting) {}

  Status beginSegment(uint32_t segment) override;
  Status push(const Batch &batch) override;

private:
  StageBatch stage_;
};

} // namespace flow::frame
