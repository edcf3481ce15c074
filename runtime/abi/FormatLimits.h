#pragma once
// What compiler and runtime agree on about `${x:12.2f}`.

#include <cstdint>

namespace flow::abi {

constexpr uint32_t kFormatWidthMax = 1000, kFormatPrecisionMax = 300;

} // namespace flow::abi
