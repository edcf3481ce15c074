#include "test/unit/runtime/values/ValueFixture.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace flow::values {

using Sorting = ValueTest;

TEST_F(Sorting, Integers) {
  ListObject *list = numbers({3, -1, 2, 3, INT64_MIN, INT64_MAX});
  ASSERT_EQ(flow_list_sort(&context_, &list, &kI64), 0u);
  EXPECT_EQ(shown(kNumbers, list), "[-9223372036854775808, -1, 2, 3, 3, 9223372036854775807]");
  drop(kNumbers, list);
}

TEST_F(Sorting, FloatsWithNanLastAndZerosAsTheyStood) {
  const ValueShape floats = shape(ShapeKind::List, 8, ValueShape::kObjects, &kF64);
  ListObject *list = nullptr;
  ASSERT_EQ(flow_list_grow(&context_, &list, &kF64, 6), 0u);
  for (double value : std::initializer_list<double>{NAN, 0.0, -0.0, -1.5, INFINITY, -INFINITY})
    elements<double>(list)[list->length++] = value;
  ASSERT_EQ(flow_list_sort(&context_, &list, &kF64), 0u);
  EXPECT_EQ(shown(floats, list), "[-inf, -1.5, 0.0, -0.0, inf, nan]");
  drop(floats, list);
}

TEST_F(Sorting, TextsByCodePoint) {
  ListObject *list = nullptr;
  std::vector<std::string> expected;
  std::mt19937_64 random(1);
  for (int i = 0; i < 500; ++i) {
    std::string each = std::to_string(random() % 100);
    if (random() % 2) each = "common prefix " + each;
    expected.push_back(each);
    ASSERT_EQ(flow_list_grow(&context_, &list, &kText, 1), 0u);
    elements<StringView>(list)[list->length++] = text(each);
  }
  std::sort(expected.begin(), expected.end());
  ASSERT_EQ(flow_list_sort(&context_, &list, &kText), 0u);
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(elements<StringView>(list)[i].view(), expected[i]);
  drop(kTexts, list);
}

TEST_F(Sorting, ByKeysIsStableAndLeavesSharedListsAlone) {
  ListObject *list = numbers({10, 11, 12, 13}), *keys = numbers({1, 0, 1, 0}), *shared = list;
  flow_value_retain(&kNumbers, &shared);
  ASSERT_EQ(flow_list_sort_by(&context_, &list, &kI64, keys, &kI64), 0u);
  EXPECT_EQ(shown(kNumbers, list), "[11, 13, 10, 12]");
  EXPECT_EQ(shown(kNumbers, shared), "[10, 11, 12, 13]");
  ListObject *order = nullptr;
  ASSERT_EQ(flow_list_order(&context_, &order, keys, &kI64), 0u);
  EXPECT_EQ(shown(kNumbers, order), "[1, 3, 0, 2]");
  for (ListObject *each : {list, keys, shared, order}) drop(kNumbers, each);
}

TEST_F(Sorting, ListsLexicographically) {
  ListObject *grid = nullptr;
  ASSERT_EQ(flow_list_grow(&context_, &grid, &kNumbers, 4), 0u);
  for (ListObject *row : {numbers({2}), numbers({1, 5}), numbers({1}), static_cast<ListObject *>(nullptr)})
    elements<ListObject *>(grid)[grid->length++] = row;
  ASSERT_EQ(flow_list_sort(&context_, &grid, &kNumbers), 0u);
  EXPECT_EQ(shown(kGrid, grid), "[[], [1], [1, 5], [2]]");
  drop(kGrid, grid);
}

} // namespace flow::values
