#include "runtime/base/ValueHeap.h"

#include <cstdlib>
#include <cstring>

namespace flow {

namespace {
constexpr size_t kFirstChunk = 16 << 10;
constexpr size_t kLargestChunk = 1 << 20;
} // namespace

ValueHeap::~ValueHeap() {
  while (large_) {
    LargeBlock *block = large_;
    large_ = block->next;
    std::free(block);
  }
  pool_->release(largeBytes_);
}

void *ValueHeap::allocateSmall(size_t sizeClass) {
  size_t bytes = (sizeClass + 1) * kAlignment;
  if (bytes > left_) {
    size_t wanted = chunks_.empty() ? kFirstChunk : std::min(chunks_.back()->bytes() * 2, kLargestChunk);
    Result<std::shared_ptr<Buffer>> chunk = Buffer::allocate(*pool_, wanted);
    if (!chunk.ok() && wanted > kFirstChunk) chunk = Buffer::allocate(*pool_, wanted = kFirstChunk);
    if (!chunk.ok()) {
      deny(bytes);
      return nullptr;
    }
    // What is left of the chunk before stays unused: at most a block.
    next_ = (*chunk)->data();
    left_ = wanted;
    chunks_.push_back(std::move(*chunk));
  }
  char *result = next_;
  next_ += bytes;
  left_ -= bytes;
  ++allocations_;
  return result;
}

void ValueHeap::link(LargeBlock *block) {
  block->previous = nullptr;
  block->next = large_;
  if (large_) large_->previous = block;
  large_ = block;
}

void ValueHeap::unlink(LargeBlock *block) {
  if (block->next) block->next->previous = block->previous;
  (block->previous ? block->previous->next : large_) = block->next;
}

void *ValueHeap::allocateLarge(size_t bytes) {
  size_t whole = bytes + sizeof(LargeBlock);
  if (bytes > SIZE_MAX / 4 || !pool_->reserve(whole)) {
    deny(bytes);
    return nullptr;
  }
  auto *block = static_cast<LargeBlock *>(std::malloc(whole));
  if (!block) {
    pool_->release(whole);
    deny(bytes);
    return nullptr;
  }
  largeBytes_ += whole;
  link(block);
  ++allocations_;
  return block + 1;
}

void ValueHeap::freeLarge(void *memory, size_t bytes) {
  LargeBlock *block = static_cast<LargeBlock *>(memory) - 1;
  unlink(block);
  if (kIsChecked) std::memset(memory, 0xDD, bytes);
  std::free(block);
  size_t whole = bytes + sizeof(LargeBlock);
  largeBytes_ -= whole;
  pool_->release(whole);
}

void *ValueHeap::reallocate(void *memory, size_t bytes, size_t newBytes) {
  if (bytes <= kSmallBytes || newBytes <= kSmallBytes || newBytes > SIZE_MAX / 4) {
    if (usableBytes(bytes) == usableBytes(newBytes)) return memory;
    void *moved = allocate(newBytes);
    if (!moved) return nullptr;
    std::memcpy(moved, memory, std::min(bytes, newBytes));
    free(memory, bytes);
    return moved;
  }
  // The system may move pages instead of bytes.
  if (newBytes > bytes && !pool_->reserve(newBytes - bytes)) {
    deny(newBytes);
    return nullptr;
  }
  LargeBlock *block = static_cast<LargeBlock *>(memory) - 1;
  unlink(block);
  auto *moved = static_cast<LargeBlock *>(std::realloc(block, newBytes + sizeof(LargeBlock)));
  link(moved ? moved : block);
  if (!moved) {
    if (newBytes > bytes) pool_->release(newBytes - bytes);
    deny(newBytes);
    return nullptr;
  }
  if (newBytes < bytes) pool_->release(bytes - newBytes);
  largeBytes_ += newBytes - bytes;
  return moved + 1;
}

} // namespace flow
