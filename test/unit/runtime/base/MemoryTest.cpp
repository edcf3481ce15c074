#include "runtime/base/Memory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

namespace flow {

TEST(MemoryPool, KeepsItsLimit) {
  MemoryPool pool(1000);
  EXPECT_TRUE(pool.reserve(600));
  EXPECT_FALSE(pool.reserve(401));
  EXPECT_TRUE(pool.reserve(400));
  pool.release(600);
  EXPECT_EQ(pool.usedBytes(), 400u);
  EXPECT_EQ(pool.peakBytes(), 1000u);
}

TEST(MemoryPool, DenialNamesTheNumbersAndTheFlag) {
  MemoryPool pool(4 << 20);
  ASSERT_TRUE(pool.reserve(3 << 20));
  Failure failure = pool.denied(1536 << 10);
  EXPECT_EQ(failure.kind, FailureKind::OutOfMemory);
  EXPECT_EQ(failure.message, "out of memory: 1.5 MiB more is needed, 3 MiB of 4 MiB is used");
  EXPECT_NE(failure.helps.at(0).find("--memory"), std::string::npos);
}

TEST(Buffer, ReturnsItsReservation) {
  MemoryPool pool;
  for (size_t bytes : {size_t(0), size_t(1), size_t(5000), size_t(1) << 20}) {
    auto buffer = Buffer::allocate(pool, bytes);
    ASSERT_TRUE(buffer.ok());
    EXPECT_EQ((*buffer)->bytes(), bytes);
    EXPECT_EQ(reinterpret_cast<uintptr_t>((*buffer)->data()) % 64, 0u);
    std::memset((*buffer)->data(), 7, bytes + 64);
    EXPECT_GE(pool.usedBytes(), bytes);
  }
  EXPECT_EQ(pool.usedBytes(), 0u);
}

TEST(Buffer, DeniedBeyondTheLimit) {
  MemoryPool pool(1 << 20);
  auto kept = Buffer::allocate(pool, 600 << 10);
  ASSERT_TRUE(kept.ok());
  auto denied = Buffer::allocate(pool, 600 << 10);
  ASSERT_FALSE(denied.ok());
  EXPECT_EQ(denied.failure().kind, FailureKind::OutOfMemory);
  EXPECT_LT(pool.usedBytes(), size_t(700) << 10);
}

TEST(Buffer, WrappedMemoryKeepsItsOwner) {
  auto owner = std::make_shared<std::string>("mapped");
  std::weak_ptr<std::string> watch = owner;
  auto buffer = Buffer::wrap(owner->data(), owner->size(), owner);
  owner.reset();
  EXPECT_FALSE(watch.expired());
  EXPECT_EQ(std::string_view(buffer->data(), buffer->bytes()), "mapped");
  buffer.reset();
  EXPECT_TRUE(watch.expired());
}

} // namespace flow
