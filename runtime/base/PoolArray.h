#pragma once
// A growable array of plain values whose memory is counted: hash tables, sort keys, logs. New values are not
// initialized. Growing either succeeds or fails with OutOfMemory and leaves the array as it was.

#include "runtime/base/Memory.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <type_traits>

namespace flow {

/// The untyped block behind a PoolArray; 64-byte aligned. Owns its memory and its reservation.
class PoolBlock {
public:
  explicit PoolBlock(MemoryPool &pool) : pool_(&pool) {}
  PoolBlock(PoolBlock &&other) noexcept { *this = std::move(other); }
  PoolBlock &operator=(PoolBlock &&other) noexcept;
  ~PoolBlock() { release(); }

  char *data() const { return data_; }
  size_t bytes() const { return bytes_; }
  MemoryPool &pool() const { return *pool_; }
  /// Makes the block at least `bytes` large and keeps its first `usedBytes`.
  Status grow(size_t usedBytes, size_t bytes);
  /// Gives the memory back.
  void release();

private:
  MemoryPool *pool_ = nullptr;
  char *data_ = nullptr;
  size_t bytes_ = 0;    // usable, and reserved in the pool
  size_t capacity_ = 0; // of a block of the block cache; 0 for others
};

template <typename T> class PoolArray {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
  explicit PoolArray(MemoryPool &pool) : block_(pool) {}

  T *data() { return reinterpret_cast<T *>(block_.data()); }
  const T *data() const { return reinterpret_cast<const T *>(block_.data()); }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  size_t capacity() const { return block_.bytes() / sizeof(T); }
  T &operator[](size_t index) { return data()[index]; }
  const T &operator[](size_t index) const { return data()[index]; }
  T *begin() { return data(); }
  T *end() { return data() + size_; }
  const T *begin() const { return data(); }
  const T *end() const { return data() + size_; }
  MemoryPool &pool() const { return block_.pool(); }

  /// Room for `count` values in all; grows by half at least, so that appending is cheap.
  Status reserve(size_t count) {
    if (count <= capacity()) return {};
    return block_.grow(size_ * sizeof(T), std::max(count, capacity() + capacity() / 2) * sizeof(T));
  }
  /// New values are not initialized.
  Status resize(size_t count) {
    FLOW_TRY(reserve(count));
    size_ = count;
    return {};
  }
  Status append(const T &value) {
    FLOW_TRY(reserve(size_ + 1));
    data()[size_++] = value;
    return {};
  }
  Status append(std::span<const T> values) {
    FLOW_TRY(reserve(size_ + values.size()));
    if (!values.empty()) std::memcpy(static_cast<void *>(data() + size_), values.data(), values.size_bytes());
    size_ += values.size();
    return {};
  }
  /// Appends where reserve() has made room.
  void appendReserved(const T &value) { data()[size_++] = value; }
  /// Sets the size to what was written behind end(), where reserve() has made room.
  void setSize(size_t count) { size_ = count; }
  void fill(const T &value) { std::fill(begin(), end(), value); }
  /// Forgets the values and keeps the memory.
  void clear() { size_ = 0; }
  /// Forgets the values and gives the memory back.
  void release() {
    size_ = 0;
    block_.release();
  }

private:
  PoolBlock block_;
  size_t size_ = 0;
};

} // namespace flow
