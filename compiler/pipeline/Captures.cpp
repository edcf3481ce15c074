#include "compiler/pipeline/Captures.h"

#include "compiler/types/Layout.h"
#include "runtime/abi/Check.h"

namespace flow::pipeline {

std::vector<uint32_t> captureOffsets(const ir::CaptureList &captures) {
  return types::layoutOf(captures.types).offsets;
}

std::optional<uint32_t> CaptureMap::offset(std::optional<uint32_t> position) const {
  if (!position) return {};
  FLOW_CHECK_LT(*position, offsets_.size(), "a capture of a plan");
  return offsets_[*position];
}

} // namespace flow::pipeline
