#pragma once
// Values of host code that a plan uses: offsets into the block that the program fills before the plan runs.

#include "runtime/abi/Check.h"

#include <cstdint>
#include <cstring>

namespace flow::frame {

/// The value of a plain type at a byte offset of the captures.
template <typename T> T captured(const void *captures, uint32_t offset) {
  FLOW_CHECK(captures != nullptr, "a plan with captures runs without them");
  T value;
  std::memcpy(&value, static_cast<const char *>(captures) + offset, sizeof(T));
  return value;
}

} // namespace flow::frame
