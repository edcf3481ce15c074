#include "test/unit/runtime/values/ValueFixture.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace flow::values {

class Sorting : public ValueTest {
protected:
  void sortsLikeTheStandard(std::vector<std::string> texts) {
    ListObject *list = nullptr;
    for (const std::string &each : texts) {
      ASSERT_EQ(flow_list_grow(&context_, &list, &kText, 1), 0u);
      elements<StringView>(list)[list->length++] = text(each);
    }
    std::sort(texts.begin(), texts.end());
    ASSERT_EQ(flow_list_sort(&context_, &list, &kText), 0u);
    for (size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(elements<StringView>(list)[i].view(), texts[i]);
    drop(kTexts, list);
  }
};

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
  std::vector<std::string> texts;
  std::mt19937_64 random(1);
  for (int i = 0; i < 500; ++i) {
    std::string each = std::to_string(random() % 100);
    if (random() % 2) each = "common prefix " + each;
    texts.push_back(each);
  }
  sortsLikeTheStandard(std::move(texts));
}

/// Enough to be sorted by bytes, many of them equal, some with the same begin, some with zero bytes at the end.
TEST_F(Sorting, ManyTextsWithACommonBegin) {
  std::vector<std::string> texts;
  std::mt19937_64 random(2);
  for (int i = 0; i < 5000; ++i) {
    std::string each = "every one of them: " + std::to_string(random() % 3000);
    if (random() % 8 == 0) each += std::string(random() % 4, '\0');
    if (random() % 8 == 0) each += " and much more, " + std::to_string(random() % 10);
    texts.push_back(each);
  }
  sortsLikeTheStandard(std::move(texts));
}

/// Of numbers and then a float; with few and with many rows, and with words that differ in few and in all bytes.
TEST_F(Sorting, TuplesAreStable) {
  struct Key {
    int64_t number;
    double value;
  };
  const FieldShape fields[] = {{"", &kI64, 0}, {"", &kF64, 8}};
  ValueShape pair = shape(ShapeKind::Tuple, sizeof(Key));
  pair.count = 2;
  pair.fields = fields;
  std::mt19937_64 random(3);
  for (auto [count, most] : {std::pair(7, 3), std::pair(900, 30), std::pair(70000, 100), std::pair(3000, INT32_MAX)}) {
    ListObject *keys = nullptr, *order = nullptr;
    ASSERT_EQ(flow_list_grow(&context_, &keys, &pair, static_cast<uint64_t>(count)), 0u);
    std::vector<int64_t> expected;
    for (int i = 0; i < count; ++i) {
      auto limit = static_cast<uint64_t>(most);
      auto number = static_cast<int64_t>(random() % limit) - most / 2;
      elements<Key>(keys)[keys->length++] = {number, static_cast<double>(random() % limit) / -7.0};
      expected.push_back(i);
    }
    std::sort(expected.begin(), expected.end(), [&](int64_t a, int64_t b) { // equal ones in the order they are in
      const Key &x = elements<Key>(keys)[a], &y = elements<Key>(keys)[b];
      return std::tuple(x.number, x.value, a) < std::tuple(y.number, y.value, b);
    });
    ASSERT_EQ(flow_list_order(&context_, &order, keys, &pair), 0u);
    for (size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(elements<int64_t>(order)[i], expected[i]) << count;
    ValueShape list = shape(ShapeKind::List, 8, ValueShape::kObjects, &pair);
    drop(list, keys);
    drop(kNumbers, order);
  }
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
