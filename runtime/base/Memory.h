#pragma once
// Memory of a query: every large allocation is reserved first, so that a limit can be kept and 'denied' is a
// normal answer. A Buffer is a block that returns its reservation when it dies; columns share buffers.

#include "runtime/abi/StringView.h"
#include "runtime/base/Status.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace flow {

/// Counts the bytes of one query against a limit. Thread-safe. Outlives its buffers.
class MemoryPool {
public:
  static constexpr size_t kNoLimit = SIZE_MAX;
  explicit MemoryPool(size_t limitBytes = kNoLimit) : limitBytes_(limitBytes) {}

  /// Adds `bytes` to what is used; false, and nothing added, when that would exceed the limit.
  bool reserve(size_t bytes);
  void release(size_t bytes);
  size_t usedBytes() const { return usedBytes_.load(std::memory_order_relaxed); }
  size_t peakBytes() const { return peakBytes_.load(std::memory_order_relaxed); }
  size_t limitBytes() const { return limitBytes_; }
  /// The failure that says how much was asked for, used and allowed, and names `--memory`.
  Failure denied(size_t bytes) const;

private:
  std::atomic<size_t> usedBytes_{0};
  std::atomic<size_t> peakBytes_{0};
  size_t limitBytes_;
};

/// A block of memory, 64-byte aligned, with 64 readable bytes after its end.
class Buffer {
public:
  static Result<std::shared_ptr<Buffer>> allocate(MemoryPool &pool, size_t bytes);
  /// A view of memory that `owner` keeps alive (a mapped file); not counted.
  static std::shared_ptr<Buffer> wrap(const void *data, size_t bytes, std::shared_ptr<const void> owner);
  ~Buffer();
  Buffer(const Buffer &) = delete;
  Buffer &operator=(const Buffer &) = delete;

  char *data() { return data_; }
  const char *data() const { return data_; }
  size_t bytes() const { return bytes_; }

private:
  Buffer() = default;
  char *data_ = nullptr;
  size_t bytes_ = 0;
  size_t capacity_ = 0;        // of a block of the block cache; 0 for others
  MemoryPool *pool_ = nullptr; // null for wrapped memory
  std::shared_ptr<const void> owner_;
};

/// Bump allocator for the bytes of strings; hands out its blocks so that columns can keep them alive.
class StringHeap {
public:
  explicit StringHeap(MemoryPool &pool) : pool_(&pool) {}

  /// Room for `bytes` bytes, or null when the pool denies it; the failure is then in denied().
  char *allocate(size_t bytes);
  /// A view of a copy of `text`; the inline form when it is short. False when denied.
  bool store(std::string_view text, abi::StringView &out);
  /// `text` with `more` behind it, longer than the inline form. A text that was made last grows where it stands, so
  /// that one that grows in a loop is not copied each time. False when denied.
  bool append(const abi::StringView &text, std::string_view more, abi::StringView &out);
  /// Remembers that so many bytes were not given.
  void deny(size_t bytes) { deniedBytes_ = bytes; }
  bool isDenied() const { return deniedBytes_ != 0; }
  Failure denied() const { return pool_->denied(deniedBytes_); }
  /// All blocks so far; the heap goes on with them (they are only ever appended to).
  const std::vector<std::shared_ptr<const Buffer>> &blocks() const { return blocks_; }
  /// Forgets the blocks: the next allocation begins a new one.
  void reset();
  /// Forgets all texts; the memory of those that nobody else holds a block of is used again.
  void recycle();

private:
  MemoryPool *pool_;
  std::vector<std::shared_ptr<const Buffer>> blocks_;
  char *begin_ = nullptr; // of the last block
  char *next_ = nullptr;
  size_t left_ = 0;
  size_t deniedBytes_ = 0;
};

} // namespace flow
