#pragma once
// Arrow's memory, counted against the limit of the query that it is used for.

#include "runtime/frame/io/ArrowApi.h"

#include <arrow/memory_pool.h>
#include <arrow/status.h>

namespace flow::frame {

/// Takes memory from Arrow's own pool after the query has agreed.
class HostMemory final : public ::arrow::MemoryPool {
public:
  explicit HostMemory(const ArrowMemory &memory) : memory_(memory) {}

  using ::arrow::MemoryPool::Allocate;
  using ::arrow::MemoryPool::Free;
  using ::arrow::MemoryPool::Reallocate;
  ::arrow::Status Allocate(int64_t size, int64_t alignment, uint8_t **out) override {
    if (!reserve(size)) return denied(size);
    ::arrow::Status status = inner_->Allocate(size, alignment, out);
    if (!status.ok()) release(size);
    return status;
  }
  ::arrow::Status Reallocate(int64_t oldSize, int64_t newSize, int64_t alignment, uint8_t **pointer) override {
    if (newSize > oldSize && !reserve(newSize - oldSize)) return denied(newSize - oldSize);
    ::arrow::Status status = inner_->Reallocate(oldSize, newSize, alignment, pointer);
    if (!status.ok() && newSize > oldSize) release(newSize - oldSize);
    if (status.ok() && newSize < oldSize) release(oldSize - newSize);
    return status;
  }
  void Free(uint8_t *buffer, int64_t size, int64_t alignment) override {
    inner_->Free(buffer, size, alignment);
    release(size);
  }
  int64_t bytes_allocated() const override { return bytes_; }
  int64_t total_bytes_allocated() const override { return bytes_; }
  int64_t num_allocations() const override { return 0; }
  std::string backend_name() const override { return "flow"; }

private:
  bool reserve(int64_t bytes) {
    if (!memory_.reserve(memory_.context, static_cast<size_t>(bytes))) return false;
    bytes_ += bytes;
    return true;
  }
  void release(int64_t bytes) {
    memory_.release(memory_.context, static_cast<size_t>(bytes));
    bytes_ -= bytes;
  }
  static ::arrow::Status denied(int64_t bytes) {
    return ::arrow::Status::OutOfMemory(std::to_string(bytes) + " bytes are more than the query may have");
  }

  ArrowMemory memory_;
  ::arrow::MemoryPool *inner_ = ::arrow::default_memory_pool();
  int64_t bytes_ = 0;
};

} // namespace flow::frame
