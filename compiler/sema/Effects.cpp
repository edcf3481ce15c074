#include "compiler/sema/Effects.h"

#include "compiler/sema/calls/Instances.h"

namespace flow::sema {

void Effects::happen() {
  ++sure_;
  if (state_.function) state_.function->hasEffect = true;
}

void Effects::returnTo(Mark mark) {
  sure_ = mark.sure;
  calls_.resize(mark.calls);
}

bool Effects::isPure(const tree::EffectRange &range) {
  if (range.isSure) return false;
  auto at = [this](size_t index) { return calls_.begin() + static_cast<std::ptrdiff_t>(index); };
  return !checker_.instances().haveEffect({at(range.firstCall), at(range.lastCall)});
}

} // namespace flow::sema
