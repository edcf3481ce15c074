#include "runtime/base/BlockCache.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

namespace flow {

TEST(BlockCache, BlocksHoldWhatWasAskedFor) {
  dropKeptBlocks();
  for (size_t bytes : {size_t(1), kLargeBlockBytes, kLargeBlockBytes + 1, size_t(300000), size_t(5) << 20}) {
    Block block = takeBlock(bytes);
    ASSERT_NE(block.data, nullptr);
    EXPECT_GE(block.capacity, bytes);
    EXPECT_LE(block.capacity, bytes + bytes / 8 + kLargeBlockBytes + 8192) << bytes;
    EXPECT_EQ(reinterpret_cast<uintptr_t>(block.data) % 4096, 0u);
    std::memset(block.data, 1, block.capacity);
    giveBlock(block);
  }
  dropKeptBlocks();
}

TEST(BlockCache, ABlockComesBack) {
  dropKeptBlocks();
  Block first = takeBlock(1 << 20);
  giveBlock(first);
  EXPECT_EQ(keptBlockBytes(), first.capacity);
  Block second = takeBlock(1 << 20);
  EXPECT_EQ(second.data, first.data);
  EXPECT_EQ(second.capacity, first.capacity);
  EXPECT_EQ(keptBlockBytes(), 0u);
  giveBlock(second);
  dropKeptBlocks();
  EXPECT_EQ(keptBlockBytes(), 0u);
}

TEST(BlockCache, ASmallWishDoesNotTakeAHugeBlock) {
  dropKeptBlocks();
  Block huge = takeBlock(16 << 20);
  giveBlock(huge);
  Block small = takeBlock(1 << 20);
  EXPECT_NE(small.data, huge.data);
  giveBlock(small);
  dropKeptBlocks();
}

TEST(BlockCache, ABlockThatGrowsKeepsItsContents) {
  dropKeptBlocks();
  Block block = takeBlock(kHugeBlockBytes);
  std::memset(block.data, 7, block.capacity);
  Block grown = growBlock(block, 3 * kHugeBlockBytes);
  ASSERT_NE(grown.data, nullptr);
  EXPECT_GE(grown.capacity, 3 * kHugeBlockBytes);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(grown.data) % (2 << 20), 0u);
  for (size_t at : {size_t(0), kHugeBlockBytes / 2, block.capacity - 1}) EXPECT_EQ(grown.data[at], 7) << at;
  EXPECT_EQ(growBlock(grown, size_t(1) << 60).data, nullptr);
  std::memset(grown.data, 1, grown.capacity);
  giveBlock(grown);
  EXPECT_EQ(keptBlockBytes(), grown.capacity);
  dropKeptBlocks();
}

TEST(BlockCache, AnImpossibleWishIsDenied) { EXPECT_EQ(takeBlock(size_t(1) << 60).data, nullptr); }

} // namespace flow
