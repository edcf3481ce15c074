#pragma once
// Plan IR names captures by position; the runtime finds them by their byte offset in the struct of captures.

#include "compiler/ir/Fn.h"
#include "runtime/abi/Plan.h"

namespace flow::pipeline {

/// By position: the byte offset in the struct of captures.
std::vector<uint32_t> captureOffsets(const ir::CaptureList &captures);

/// The byte offsets instead of the positions that the operands of one plan hold.
class CaptureMap {
public:
  explicit CaptureMap(const ir::CaptureList &captures) : offsets_(captureOffsets(captures)) {}

  std::optional<uint32_t> offset(std::optional<uint32_t> position) const;
  abi::TextOperand operand(abi::TextOperand text) const {
    text.capture = offset(text.capture);
    return text;
  }

private:
  std::vector<uint32_t> offsets_;
};

} // namespace flow::pipeline
