#include "runtime/base/PoolArray.h"

#include <gtest/gtest.h>

namespace flow {

TEST(PoolArray, GrowsAndKeepsItsValues) {
  MemoryPool pool;
  {
    PoolArray<uint32_t> array(pool);
    for (uint32_t value = 0; value < 100000; ++value) ASSERT_TRUE(array.append(value).ok());
    ASSERT_EQ(array.size(), 100000u);
    for (uint32_t value = 0; value < 100000; ++value) ASSERT_EQ(array[value], value);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(array.data()) % 64, 0u);
    EXPECT_GE(pool.usedBytes(), 400000u);
    PoolArray<uint32_t> moved = std::move(array);
    EXPECT_EQ(moved[99999], 99999u);
    moved.release();
    EXPECT_EQ(pool.usedBytes(), 0u);
    ASSERT_TRUE(moved.resize(3).ok());
  }
  EXPECT_EQ(pool.usedBytes(), 0u);
}

TEST(PoolArray, DeniedGrowthChangesNothing) {
  MemoryPool pool(4096);
  PoolArray<uint64_t> array(pool);
  ASSERT_TRUE(array.resize(128).ok());
  array.fill(7);
  size_t used = pool.usedBytes();
  Status status = array.resize(1024);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.failure().kind, FailureKind::OutOfMemory);
  EXPECT_EQ(array.size(), 128u);
  EXPECT_EQ(array[127], 7u);
  EXPECT_EQ(pool.usedBytes(), used);
}

TEST(PoolArray, AppendsSpans) {
  MemoryPool pool;
  PoolArray<uint8_t> array(pool);
  uint8_t values[] = {1, 2, 3};
  ASSERT_TRUE(array.append(std::span<const uint8_t>(values)).ok());
  ASSERT_TRUE(array.append(std::span<const uint8_t>()).ok());
  ASSERT_TRUE(array.append(std::span<const uint8_t>(values, 2)).ok());
  EXPECT_EQ(std::vector<uint8_t>(array.begin(), array.end()), (std::vector<uint8_t>{1, 2, 3, 1, 2}));
}

} // namespace flow
