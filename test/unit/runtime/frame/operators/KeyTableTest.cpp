#include "runtime/frame/operators/KeyTable.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <unordered_map>

namespace flow::frame {

namespace {

constexpr ColumnType kReal{ColumnKind::F64, 0, 0, true};
constexpr ColumnType kText{ColumnKind::Str, 0, 0, false};

} // namespace

TEST(KeyLayout, EqualKeysHaveEqualWords) {
  KeyLayout layout(std::vector<ColumnType>{kReal});
  double values[] = {0.0, -0.0, std::nan("1"), -std::nan("2"), 7.5, 9.0, 0.0};
  uint8_t valid[] = {1, 1, 1, 1, 0, 0, 1};
  std::vector<ColumnView> columns = {{kReal, values, valid}};
  std::vector<uint64_t> packed(7 * layout.words()), hashes(7);
  layout.pack(columns, 7, packed.data());
  layout.hash(packed.data(), 7, hashes.data());
  auto isSame = [&](int a, int b) {
    bool isEqual = layout.equal(&packed[a * layout.words()], &packed[b * layout.words()]);
    if (isEqual) EXPECT_EQ(hashes[a], hashes[b]);
    return isEqual;
  };
  EXPECT_TRUE(isSame(0, 1));
  EXPECT_TRUE(isSame(2, 3));
  EXPECT_TRUE(isSame(4, 5)); // nulls, whatever lies under them
  EXPECT_FALSE(isSame(0, 2));
  EXPECT_FALSE(isSame(4, 6)); // zero is not null
}

TEST(KeyLayout, LongTextsAreComparedByTheirBytes) {
  KeyLayout layout(std::vector<ColumnType>{kText});
  EXPECT_EQ(layout.shape(), KeyLayout::Shape::Text);
  std::string a = "the same long text", b = a, c = "the same long tExt";
  StringView texts[] = {StringView(a), StringView(b), StringView(c),
                        StringView(std::string_view("the same"))};
  std::vector<ColumnView> columns = {{kText, texts, nullptr}};
  std::vector<uint64_t> packed(8), hashes(4);
  layout.pack(columns, 4, packed.data());
  layout.hash(packed.data(), 4, hashes.data());
  EXPECT_TRUE(layout.equal(&packed[0], &packed[2]));
  EXPECT_EQ(hashes[0], hashes[1]);
  EXPECT_FALSE(layout.equal(&packed[0], &packed[4]));
  EXPECT_NE(hashes[0], hashes[2]);
  EXPECT_FALSE(layout.equal(&packed[0], &packed[6]));

  MemoryPool pool;
  StringHeap heap(pool);
  ASSERT_TRUE(layout.ownTexts(&packed[0], heap));
  a.assign(a.size(), '?');
  EXPECT_TRUE(layout.equal(&packed[0], &packed[2]));
}

TEST(KeyLayout, UnpacksWhatWasPacked) {
  const std::vector<ColumnType> types = {
      {ColumnKind::I16, 0, 0, true}, {ColumnKind::Decimal128, 38, 2, false}, kText};
  KeyLayout layout(types);
  int16_t small[] = {-5, 0, 300};
  uint8_t valid[] = {1, 0, 1};
  __int128 wide[] = {-1, static_cast<__int128>(1) << 90, 0};
  StringView texts[] = {StringView(std::string_view("a")), StringView(std::string_view("")),
                        StringView(std::string_view("long enough for a pointer"))};
  std::vector<ColumnView> columns = {
      {types[0], small, valid}, {types[1], wide, nullptr}, {types[2], texts, nullptr}};
  std::vector<uint64_t> packed(3 * layout.words());
  layout.pack(columns, 3, packed.data());
  std::vector<const uint64_t *> rows;
  for (int row = 0; row < 3; ++row) rows.push_back(&packed[row * layout.words()]);
  int16_t smallBack[3];
  uint8_t validBack[3];
  __int128 wideBack[3];
  StringView textsBack[3];
  layout.unpack(0, rows, smallBack, validBack);
  layout.unpack(1, rows, wideBack, nullptr);
  layout.unpack(2, rows, textsBack, nullptr);
  for (int row = 0; row < 3; ++row) {
    EXPECT_EQ(validBack[row], valid[row]);
    EXPECT_EQ(smallBack[row], valid[row] ? small[row] : 0);
    EXPECT_TRUE(wideBack[row] == wide[row]);
    EXPECT_EQ(textsBack[row], texts[row]);
  }
}

TEST(KeyTable, NumbersKeysInOrderOfAppearance) {
  MemoryPool pool;
  KeyLayout layout(std::vector<ColumnType>{{ColumnKind::I64, 0, 0, false}});
  KeyTable table(layout, pool);
  std::mt19937_64 random(3);
  for (int round = 0; round < 2; ++round) {
    std::unordered_map<uint64_t, uint32_t> expected;
    for (int batch = 0; batch < 300; ++batch) {
      std::vector<uint64_t> keys(1000), hashes(1000);
      std::vector<uint32_t> numbers(1000);
      for (uint64_t &key : keys) key = random() % 150000;
      layout.hash(keys.data(), 1000, hashes.data());
      ASSERT_TRUE(table.findOrAdd(keys.data(), hashes.data(), 1000, numbers.data()).ok());
      for (size_t row = 0; row < keys.size(); ++row) {
        auto number = expected.try_emplace(keys[row], static_cast<uint32_t>(expected.size())).first->second;
        ASSERT_EQ(numbers[row], number);
        ASSERT_EQ(*table.key(number), keys[row]);
      }
    }
    EXPECT_EQ(table.size(), expected.size());
    table.clear();
    EXPECT_EQ(table.size(), 0u);
  }
}

} // namespace flow::frame
