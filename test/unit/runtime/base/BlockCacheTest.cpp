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

TEST(BlockCache, AnImpossibleWishIsDenied) { EXPECT_EQ(takeBlock(size_t(1) << 60).data, nullptr); }

} // namespace flow
