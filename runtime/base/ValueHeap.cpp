#include "runtime/base/ValueHeap.h"

#include "runtime/base/BlockCache.h"

#include <cstdlib>
#include <cstring>

namespace flow {

namespace {
constexpr size_t kFirstChunk = 16 << 10;
constexpr size_t kLargestChunk = 1 << 20; ///< small pages: huge ones that are cold take longer
} // namespace

ValueHeap::~ValueHeap() {
  while (large_) {
    LargeBlock *block = large_;
    large_ = block->next;
    endLarge(block);
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
  ++allocations;
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

/// Huge ones come from the block cache, which saves most of the time that the first touch of pages takes.
ValueHeap::LargeBlock *ValueHeap::newLarge(size_t whole) {
  bool isHuge = !kIsChecked && whole >= kHugeBlockBytes;
  Block huge = isHuge ? takeBlock(whole) : Block();
  void *memory = isHuge ? huge.data : std::malloc(whole);
  if (!memory) return nullptr;
  auto *block = static_cast<LargeBlock *>(memory);
  block->capacity = huge.capacity;
  return block;
}

void ValueHeap::endLarge(LargeBlock *block) {
  if (block->capacity)
    giveBlock({reinterpret_cast<char *>(block), block->capacity});
  else
    std::free(block);
}

/// Keeps the first `bytes` bytes of the contents; null, and the block as it was, when there is no memory.
ValueHeap::LargeBlock *ValueHeap::resizedLarge(LargeBlock *block, size_t bytes, size_t whole) {
  if (block->capacity >= whole) return block;
  if (block->capacity) {
    Block grown = growBlock({reinterpret_cast<char *>(block), block->capacity}, whole);
    if (!grown.data) return nullptr;
    block = reinterpret_cast<LargeBlock *>(grown.data);
    block->capacity = grown.capacity;
    return block;
  }
  if (kIsChecked || whole < kHugeBlockBytes) return static_cast<LargeBlock *>(std::realloc(block, whole));
  LargeBlock *moved = newLarge(whole);
  if (!moved) return nullptr;
  std::memcpy(moved + 1, block + 1, bytes);
  endLarge(block);
  return moved;
}

void *ValueHeap::allocateLarge(size_t bytes) {
  size_t whole = bytes + sizeof(LargeBlock);
  if (bytes > SIZE_MAX / 4 || !pool_->reserve(whole)) {
    deny(bytes);
    return nullptr;
  }
  LargeBlock *block = newLarge(whole);
  if (!block) {
    pool_->release(whole);
    deny(bytes);
    return nullptr;
  }
  largeBytes_ += whole;
  link(block);
  ++allocations;
  return block + 1;
}

void ValueHeap::freeLarge(void *memory, size_t bytes) {
  LargeBlock *block = static_cast<LargeBlock *>(memory) - 1;
  unlink(block);
  if (kIsChecked) std::memset(memory, 0xDD, bytes);
  endLarge(block);
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
  // Pages may move instead of bytes.
  if (newBytes > bytes && !pool_->reserve(newBytes - bytes)) {
    deny(newBytes);
    return nullptr;
  }
  LargeBlock *block = static_cast<LargeBlock *>(memory) - 1;
  unlink(block);
  LargeBlock *moved = resizedLarge(block, std::min(bytes, newBytes), newBytes + sizeof(LargeBlock));
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
