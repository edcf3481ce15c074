#pragma once
// Memory of the objects of generated code (runtime/abi/Objects.h): many small blocks that come and go. Freed blocks
// wait in lists by size, so giving and taking one costs a few instructions; large ones come from the system. One for
// each context, so for one thread. What is still there when the heap dies goes with it.

#include "runtime/abi/FreeBlocks.h"
#include "runtime/base/Memory.h"

#include <cstdint>

namespace flow {

class ValueHeap : private abi::FreeBlocks {
public:
  explicit ValueHeap(MemoryPool &pool) : pool_(&pool) {}
  ValueHeap(const ValueHeap &) = delete;
  ~ValueHeap();

  /// Blocks are this much aligned.
  static constexpr size_t kAlignment = kUnitBytes;
  /// Null when the pool denies it; the failure is then in denied().
  void *allocate(size_t bytes) {
    if (bytes > kSmallBytes) return allocateLarge(bytes);
    FreeBlock *&list = first[classOf(bytes)];
    if (!list) return allocateSmall(classOf(bytes));
    ++allocations;
    return std::exchange(list, list->next);
  }
  /// `bytes` as they were asked for.
  void free(void *memory, size_t bytes) {
    ++frees_;
    if (bytes > kSmallBytes) return freeLarge(memory, bytes);
    auto *block = static_cast<FreeBlock *>(memory);
    FreeBlock *&list = first[classOf(bytes)];
    block->next = list;
    list = block;
  }
  /// Keeps what fits of the contents; null, and the block as it was, when denied.
  void *reallocate(void *memory, size_t bytes, size_t newBytes);
  /// What `allocate(bytes)` really gives.
  static size_t usableBytes(size_t bytes) {
    return bytes > kSmallBytes ? bytes : (classOf(bytes) + 1) * kAlignment;
  }

  /// Remembers that so many bytes were not given.
  void deny(size_t bytes) { deniedBytes_ = bytes; }
  Failure denied() const { return pool_->denied(deniedBytes_); }
  bool isDenied() const { return deniedBytes_ != 0; }
  /// The denial was told as a failure.
  void forgetDenial() { deniedBytes_ = 0; }

  // ---- for tests
  uint64_t allocationCount() const { return allocations; }
  uint64_t liveBlocks() const { return allocations - frees_; }

#if __has_feature(address_sanitizer)
  static constexpr bool kIsChecked = true; ///< each block is the system's, and what is freed is overwritten
#else
  static constexpr bool kIsChecked = false;
#endif

private:
  static constexpr size_t kSmallBytes = kIsChecked ? 0 : kMostBytes;
  struct LargeBlock {
    LargeBlock *previous, *next;
    size_t capacity; ///< of a block of the block cache; 0 for one of the system's
    size_t padding;   ///< to what blocks are aligned to
  };
  static_assert(sizeof(LargeBlock) % kAlignment == 0);
  void *allocateSmall(size_t sizeClass);
  void *allocateLarge(size_t bytes);
  void freeLarge(void *memory, size_t bytes);
  static LargeBlock *newLarge(size_t whole);
  static LargeBlock *resizedLarge(LargeBlock *block, size_t bytes, size_t whole);
  static void endLarge(LargeBlock *block);
  void link(LargeBlock *block);
  void unlink(LargeBlock *block);

  MemoryPool *pool_;
  char *next_ = nullptr; ///< of the last chunk
  size_t left_ = 0;
  std::vector<std::shared_ptr<Buffer>> chunks_;
  LargeBlock *large_ = nullptr;
  size_t largeBytes_ = 0; ///< reserved in the pool for large blocks
  size_t deniedBytes_ = 0;
  uint64_t frees_ = 0;
};

} // namespace flow
