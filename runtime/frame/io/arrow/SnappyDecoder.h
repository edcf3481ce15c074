#pragma once
// Decompresses Snappy blocks. Pages of numbers are many short pieces, where the usual decoder spends its time in calls
// of memmove and in branches that are predicted wrong; this one has neither.

#include <cstddef>
#include <cstdint>

namespace flow::frame {

/// Bytes behind the result that are overwritten.
constexpr size_t kSnappySlack = 64;

/// The length of the result that the block names; false when it is no block.
bool snappyLength(const uint8_t *block, size_t bytes, size_t &result);
/// Writes exactly `resultBytes` bytes (as snappyLength gave them), and anything into the kSnappySlack bytes behind
/// them. False for a damaged block; nothing outside of both is touched then either.
bool snappyDecompress(const uint8_t *block, size_t bytes, uint8_t *result, size_t resultBytes);

} // namespace flow::frame
