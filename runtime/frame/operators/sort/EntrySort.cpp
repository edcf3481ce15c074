#include "runtime/frame/operators/sort/EntrySort.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace flow::frame {

namespace {

constexpr size_t kInsertionMax = 24;
/// More bins than this would not stay in the first-level cache while entries are moved into them.
constexpr unsigned kDigitBitsMax = 8;

void insertionSort(SortEntry *entries, size_t count) {
  for (size_t index = 1; index < count; ++index) {
    SortEntry entry = entries[index];
    size_t at = index;
    for (; at > 0 && entries[at - 1].prefix > entry.prefix; --at) entries[at] = entries[at - 1];
    entries[at] = entry;
  }
}

/// Sorts `count` entries of `from`, which then are in `from`, or in `to` when `intoTo`.
void radixSort(SortEntry *from, SortEntry *to, size_t count, bool intoTo) {
  uint64_t differing = 0;
  bool isSorted = true;
  if (count > kInsertionMax) {
    for (size_t index = 1; index < count; ++index) {
      differing |= from[index].prefix ^ from[0].prefix;
      isSorted &= from[index - 1].prefix <= from[index].prefix;
    }
  } else {
    insertionSort(from, count);
  }
  if (isSorted) {
    if (intoTo) std::memcpy(to, from, count * sizeof(SortEntry));
    return;
  }
  const auto top = static_cast<unsigned>(std::bit_width(differing));
  const unsigned digitBits = std::min({kDigitBitsMax, top, static_cast<unsigned>(std::bit_width(count)) - 2});
  const unsigned shift = top - digitBits;
  const uint64_t mask = (uint64_t(1) << digitBits) - 1;
  uint32_t begins[(1 << kDigitBitsMax) + 1] = {};
  for (size_t index = 0; index < count; ++index) ++begins[(from[index].prefix >> shift & mask) + 1];
  for (size_t digit = 0; digit <= mask; ++digit) begins[digit + 1] += begins[digit];
  uint32_t next[1 << kDigitBitsMax];
  std::memcpy(next, begins, (mask + 1) * sizeof(uint32_t));
  for (size_t index = 0; index < count; ++index) to[next[from[index].prefix >> shift & mask]++] = from[index];
  for (size_t digit = 0; digit <= mask; ++digit) {
    const uint32_t begin = begins[digit], size = begins[digit + 1] - begin;
    if (size > 0) radixSort(to + begin, from + begin, size, !intoTo);
  }
}

} // namespace

void sortByPrefix(std::span<SortEntry> entries, SortEntry *scratch) {
  if (!entries.empty()) radixSort(entries.data(), scratch, entries.size(), false);
}

} // namespace flow::frame
