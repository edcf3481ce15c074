#pragma once
// The float sum of a segment without groups: see kLanes.

#include "runtime/abi/Kernel.h"

#include <array>

namespace flow::frame {

using FloatLanes = std::array<double, abi::kLanes>;

/// Always in this order.
inline double sumOfLanes(FloatLanes lanes) {
  for (uint32_t half = abi::kLanes / 2; half > 0; half /= 2) {
    for (uint32_t lane = 0; lane < half; ++lane) lanes[lane] += lanes[lane + half];
  }
  return lanes[0];
}

} // namespace flow::frame
