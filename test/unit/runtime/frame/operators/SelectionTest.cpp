#include "runtime/frame/operators/Selection.h"

#include <gtest/gtest.h>

#include <random>

namespace flow::frame {

TEST(Selection, RowsOfAMask) {
  std::mt19937 random(1);
  for (uint32_t rows : {0u, 1u, 7u, 8u, 9u, 63u, 500u, 1024u}) {
    for (uint32_t share : {0u, 1u, 50u, 99u, 100u}) {
      std::vector<uint8_t> mask(rows);
      std::vector<uint32_t> expected;
      for (uint32_t row = 0; row < rows; ++row) {
        mask[row] = random() % 100 < share;
        if (mask[row]) expected.push_back(row);
      }
      Selection selection;
      selection.setFromMask(mask.data(), rows);
      EXPECT_EQ(std::vector<uint32_t>(selection.span().begin(), selection.span().end()), expected);
    }
  }
}

TEST(BatchBuffer, GathersValuesAndValidity) {
  MemoryPool pool;
  BatchBuffer buffer(pool);
  std::vector<__int128> values = {1, -2, static_cast<__int128>(1) << 100, 4};
  std::vector<uint8_t> valid = {1, 0, 1, 1};
  std::vector<uint32_t> rows = {3, 2, 2, 1};
  ColumnView column{{ColumnKind::Decimal128, 38, 0, true}, values.data(), valid.data()};
  Result<ColumnView> gathered = buffer.gather(2, column, rows.data(), 4);
  ASSERT_TRUE(gathered.ok());
  for (size_t row = 0; row < rows.size(); ++row) {
    EXPECT_TRUE(gathered->as<__int128>()[row] == values[rows[row]]);
    EXPECT_EQ(gathered->isValid(row), valid[rows[row]] != 0);
  }
}

TEST(Selection, CompactsValuesOfEachWidth) {
  std::mt19937 random(2);
  for (uint32_t rows : {1u, 8u, 100u, 1024u}) {
    std::vector<uint8_t> mask(rows);
    for (uint8_t &byte : mask) byte = random() % 3 == 0;
    Selection selection;
    selection.setFromMask(mask.data(), rows);
    for (size_t width : {1, 2, 4, 8, 16}) {
      std::vector<char> from(rows * width), to(rows * width + 64, '?'), expected;
      for (char &byte : from) byte = static_cast<char>(random());
      for (uint32_t row = 0; row < rows; ++row) {
        if (mask[row]) expected.insert(expected.end(), &from[row * width], &from[row * width] + width);
      }
      compactValues(to.data(), from.data(), width, selection);
      EXPECT_TRUE(std::equal(expected.begin(), expected.end(), to.begin())) << rows << " " << width;
    }
  }
}

} // namespace flow::frame
