#include "compiler/base/EditDistance.h"

#include <algorithm>
#include <vector>

namespace flow {

size_t editDistance(std::string_view from, std::string_view to, size_t limit) {
  size_t apart = from.size() > to.size() ? from.size() - to.size() : to.size() - from.size();
  if (apart > limit) return limit + 1;

  // Three rows of the usual table: a swap looks two rows back.
  std::vector<size_t> twoAbove(to.size() + 1), above(to.size() + 1), row(to.size() + 1);
  for (size_t j = 0; j <= to.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= from.size(); ++i) {
    std::swap(twoAbove, above);
    std::swap(above, row);
    row[0] = i;
    size_t best = i;
    for (size_t j = 1; j <= to.size(); ++j) {
      size_t replaced = above[j - 1] + (from[i - 1] != to[j - 1]);
      row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
        row[j] = std::min(row[j], twoAbove[j - 2] + 1);
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
  }
  return std::min(row[to.size()], limit + 1);
}

static bool equalIgnoringCase(std::string_view a, std::string_view b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// Whether one is the other with words behind it: `fare` and `fare_usd`.
static bool beginsWithWordsOf(std::string_view a, std::string_view b) {
  constexpr size_t kLeast = 3;
  if (a.size() < b.size()) std::swap(a, b);
  return b.size() >= kLeast && a.size() > b.size() && a.starts_with(b) && a[b.size()] == '_';
}

/// The longest name that has the written one's first words, or the other way round.
static std::optional<std::string_view> nameOfSameWords(std::string_view written,
                                                       std::span<const std::string_view> candidates) {
  std::optional<std::string_view> found;
  for (std::string_view candidate : candidates) {
    if (!beginsWithWordsOf(written, candidate)) continue;
    bool isNearer = !found || (candidate.size() < written.size() ? candidate.size() > found->size()
                                                                 : candidate.size() < found->size());
    if (isNearer) found = candidate;
  }
  return found;
}

std::optional<std::string_view> closestName(std::string_view written,
                                            std::span<const std::string_view> candidates) {
  size_t limit = std::max<size_t>(1, written.size() / 3);
  std::optional<std::string_view> closest;
  size_t closestDistance = limit + 1;
  for (std::string_view candidate : candidates) {
    if (candidate == written) continue;
    size_t distance = equalIgnoringCase(written, candidate) ? 0 : editDistance(written, candidate, limit);
    // A name of one or two characters is an edit away from any other: only its case may differ.
    if (distance != 0 && std::min(written.size(), candidate.size()) < 3) continue;
    if (distance >= closestDistance) continue;
    closest = candidate;
    closestDistance = distance;
  }
  return closest ? closest : nameOfSameWords(written, candidates);
}

} // namespace flow
