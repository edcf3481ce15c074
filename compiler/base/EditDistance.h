#pragma once
// "Did you mean": which of the names in reach is closest to the one that was written.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace flow {

/// The number of bytes to insert, delete, replace or swap with the next one to make `to` out of `from`, but
/// never more than `limit + 1`, which stands for 'too far'.
size_t editDistance(std::string_view from, std::string_view to, size_t limit);

/// The candidate closest to `written`, when close enough that a slip is likely: differing in case only, or at
/// most one edit per three characters. Of equally close ones the first wins. Never `written` itself.
std::optional<std::string_view> closestName(std::string_view written,
                                            std::span<const std::string_view> candidates);

} // namespace flow
