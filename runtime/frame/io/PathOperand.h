#pragma once
// The path of a file that a plan reads or writes.

#include "runtime/abi/Check.h"
#include "runtime/abi/Plan.h"

#include <cstring>

namespace flow::frame {

/// The text of an operand: known while compiling, or computed by host code.
inline std::string pathOf(const abi::TextOperand &operand, const void *captures) {
  if (!operand.capture) return operand.text;
  FLOW_CHECK(captures != nullptr, "a plan with captures runs without them");
  abi::StringView view;
  std::memcpy(&view, static_cast<const char *>(captures) + *operand.capture, sizeof view);
  return std::string(view.view());
}

} // namespace flow::frame
