#include "runtime/base/PoolArray.h"

#include "runtime/base/BlockCache.h"

#include <cstdlib>

namespace flow {

namespace {

constexpr size_t kAlignment = 64;

} // namespace

PoolBlock &PoolBlock::operator=(PoolBlock &&other) noexcept {
  if (this == &other) return *this;
  release();
  pool_ = other.pool_;
  data_ = std::exchange(other.data_, nullptr);
  bytes_ = std::exchange(other.bytes_, 0);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

Status PoolBlock::grow(size_t usedBytes, size_t bytes) {
  if (bytes <= bytes_) return {};
  if (bytes > SIZE_MAX / 4) return pool_->denied(bytes);
  size_t whole = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  if (!pool_->reserve(whole)) return pool_->denied(whole);
  Block block;
  if (whole >= kLargeBlockBytes)
    block = takeBlock(whole);
  else
    block.data = static_cast<char *>(std::aligned_alloc(kAlignment, whole));
  if (!block.data) {
    pool_->release(whole);
    return MemoryPool().denied(whole);
  }
  if (usedBytes > 0) std::memcpy(block.data, data_, usedBytes);
  release();
  data_ = block.data;
  bytes_ = whole;
  capacity_ = block.capacity;
  return {};
}

void PoolBlock::release() {
  if (!data_) return;
  if (capacity_ > 0)
    giveBlock({data_, capacity_});
  else
    std::free(data_);
  pool_->release(bytes_);
  data_ = nullptr;
  bytes_ = 0;
  capacity_ = 0;
}

} // namespace flow
