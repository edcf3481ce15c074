#include "runtime/frame/operators/sort/EntrySort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace flow::frame {

TEST(EntrySort, SortsStably) {
  std::mt19937_64 random(1);
  for (size_t count : {0, 1, 2, 24, 25, 100, 5000, 70000}) {
    for (int shape = 0; shape < 6; ++shape) {
      std::vector<SortEntry> entries(count), scratch(count);
      for (size_t row = 0; row < count; ++row) {
        uint64_t value = random();
        if (shape == 1) value %= 7;
        if (shape == 2) value = row;
        if (shape == 3) value = ~row;
        if (shape == 4) value = uint64_t(1) << (value % 64);
        if (shape == 5) value = (value % 5) << 60 | value % 1000;
        entries[row] = {value, row};
      }
      std::vector<SortEntry> expected = entries;
      std::sort(expected.begin(), expected.end(), [](const SortEntry &a, const SortEntry &b) {
        return a.prefix != b.prefix ? a.prefix < b.prefix : a.row < b.row;
      });
      sortByPrefix(entries, scratch.data());
      for (size_t at = 0; at < count; ++at) {
        ASSERT_EQ(entries[at].prefix, expected[at].prefix) << count << " " << shape << " " << at;
        ASSERT_EQ(entries[at].row, expected[at].row) << count << " " << shape << " " << at;
      }
    }
  }
}

} // namespace flow::frame
