#pragma once
// Sorting by 64-bit prefixes: a radix sort from the uppermost bit that differs, stable.

#include <cstdint>
#include <span>

namespace flow::frame {

/// A row to be sorted: some word of its key, and which row it is.
struct SortEntry {
  uint64_t prefix;
  uint64_t row;
};

/// Sorts by prefix; equal ones keep their order. `scratch` is at least as large as `entries`.
void sortByPrefix(std::span<SortEntry> entries, SortEntry *scratch);

} // namespace flow::frame
