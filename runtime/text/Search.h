#pragma once
// Finding bytes in bytes. Both may hold anything, NUL too.

#include <cstddef>

namespace flow::text {

/// The first place of `wanted` in `text`, or null. Nothing is at the begin of everything.
const char *findBytes(const char *text, size_t bytes, const char *wanted, size_t wantedBytes);

} // namespace flow::text
