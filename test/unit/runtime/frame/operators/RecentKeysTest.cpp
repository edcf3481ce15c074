// Numbers of short keys that came before.

#include "runtime/frame/operators/group/RecentKeys.h"

#include <gtest/gtest.h>

#include <string>

namespace flow::frame {

namespace {

const ColumnType kText{ColumnKind::Str, 0, 0, false};
const ColumnType kNumber{ColumnKind::I64, 0, 0, false};

std::vector<StringView> viewsOf(const std::vector<std::string> &texts) {
  std::vector<StringView> views;
  for (const std::string &text : texts) views.emplace_back(text);
  return views;
}

KeyLayout layoutOf(std::vector<ColumnType> types) { return KeyLayout(types); }

} // namespace

TEST(RecentKeys, OneTextOrTwoHalves) {
  const ColumnType wide{ColumnKind::Decimal128, 30, 2, false};
  EXPECT_TRUE(RecentKeys::canServe(layoutOf({kText})));
  EXPECT_TRUE(RecentKeys::canServe(layoutOf({kText, kText})));
  EXPECT_TRUE(RecentKeys::canServe(layoutOf({kNumber, kText})));
  EXPECT_FALSE(RecentKeys::canServe(layoutOf({kNumber})));
  EXPECT_FALSE(RecentKeys::canServe(layoutOf({wide, kText})));
  EXPECT_FALSE(RecentKeys::canServe(layoutOf({kText, kText, kText})));
}

TEST(RecentKeys, FindsWhatItWasTold) {
  MemoryPool pool;
  RecentKeys keys(pool);
  std::vector<std::string> texts{"apple", "pear", "apple", "", "twelve bytes", "pear"};
  std::vector<StringView> views = viewsOf(texts);
  const ColumnView column{kText, views.data(), nullptr};
  const std::vector<uint32_t> wanted{0, 1, 0, 2, 3, 1};
  std::vector<uint32_t> numbers(views.size());
  ASSERT_TRUE(*keys.read({&column, 1}, 6));
  EXPECT_EQ(keys.find(numbers.data()).size(), 6u);
  std::vector<uint32_t> all{0, 1, 2, 3, 4, 5};
  keys.remember(all, wanted.data());
  ASSERT_TRUE(*keys.read({&column, 1}, 6));
  EXPECT_TRUE(keys.find(numbers.data()).empty());
  EXPECT_EQ(numbers, wanted);
  keys.clear();
  ASSERT_TRUE(*keys.read({&column, 1}, 6));
  EXPECT_EQ(keys.find(numbers.data()).size(), 6u);
}

TEST(RecentKeys, LongTextsAndNullsPassBy) {
  MemoryPool pool;
  RecentKeys keys(pool);
  std::vector<std::string> texts{"short", "thirteen bytes"};
  std::vector<StringView> views = viewsOf(texts);
  const ColumnView column{kText, views.data(), nullptr};
  EXPECT_FALSE(*keys.read({&column, 1}, 2));
  EXPECT_TRUE(*keys.read({&column, 1}, 1));
  const uint8_t valid[] = {1, 1};
  const ColumnView nullable{kText, views.data(), valid};
  EXPECT_FALSE(*keys.read({&nullable, 1}, 1));
  const std::vector<int64_t> numbers{1, 2};
  const ColumnView pair[] = {column, {kNumber, numbers.data(), nullptr}};
  EXPECT_FALSE(*keys.read(pair, 1)); // five bytes are more than half a view
}

/// Keys that share a slot replace each other; they are never taken for each other.
TEST(RecentKeys, ManyKeys) {
  MemoryPool pool;
  RecentKeys keys(pool);
  for (int64_t first = 0; first < 100'000; first += 1000) {
    std::vector<int64_t> a(1000), b(1000);
    std::vector<uint32_t> rows(1000), numbers(1000), found(1000);
    for (uint32_t row = 0; row < 1000; ++row) {
      a[row] = first + row;
      b[row] = -a[row] * 7;
      rows[row] = row;
      numbers[row] = static_cast<uint32_t>(a[row]);
    }
    const ColumnView columns[] = {{kNumber, a.data(), nullptr}, {kNumber, b.data(), nullptr}};
    ASSERT_TRUE(*keys.read(columns, 1000));
    EXPECT_EQ(keys.find(found.data()).size(), 1000u);
    keys.remember(rows, numbers.data());
    ASSERT_TRUE(*keys.read(columns, 1000));
    std::span<const uint32_t> missing = keys.find(found.data());
    EXPECT_LT(missing.size(), 500u);
    for (uint32_t row : missing) found[row] = numbers[row];
    EXPECT_EQ(found, numbers);
  }
}

} // namespace flow::frame
