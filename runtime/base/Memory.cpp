#include "runtime/base/Memory.h"

#include "runtime/base/BlockCache.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace flow {

namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kReadableAfterEnd = 64;
constexpr size_t kFirstHeapBlock = 16 << 10;
constexpr size_t kLargestHeapBlock = 1 << 20;

size_t roundedUp(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

/// "1.5 GiB": for messages, so rounded.
std::string approximateSize(size_t bytes) {
  static constexpr const char *kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  double value = static_cast<double>(bytes);
  size_t unit = 0;
  for (; value >= 1024 && unit + 1 < std::size(kUnits); ++unit) value /= 1024;
  char text[32];
  std::snprintf(text, sizeof text,
                value == static_cast<double>(static_cast<size_t>(value)) ? "%.0f %s" : "%.1f %s", value,
                kUnits[unit]);
  return text;
}

} // namespace

bool MemoryPool::reserve(size_t bytes) {
  size_t used = usedBytes_.load(std::memory_order_relaxed);
  do {
    if (bytes > limitBytes_ || used > limitBytes_ - bytes) return false;
  } while (!usedBytes_.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
  size_t now = used + bytes;
  size_t peak = peakBytes_.load(std::memory_order_relaxed);
  while (peak < now && !peakBytes_.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {}
  return true;
}

void MemoryPool::release(size_t bytes) {
  size_t before = usedBytes_.fetch_sub(bytes, std::memory_order_relaxed);
  FLOW_CHECK(before >= bytes, "more memory released than reserved");
}

Failure MemoryPool::denied(size_t bytes) const {
  Failure failure;
  failure.kind = FailureKind::OutOfMemory;
  if (limitBytes_ == kNoLimit) {
    failure.message = "the system has no memory left for " + approximateSize(bytes);
    failure.helps.push_back("run where there is more memory, or keep less at a time");
    return failure;
  }
  failure.message = "out of memory: " + approximateSize(bytes) + " more is needed, " +
                    approximateSize(usedBytes()) + " of " + approximateSize(limitBytes_) + " is used";
  failure.helps.push_back("raise the limit with `--memory`, or keep less at a time");
  return failure;
}

Result<std::shared_ptr<Buffer>> Buffer::allocate(MemoryPool &pool, size_t bytes) {
  if (bytes > SIZE_MAX / 4) return pool.denied(bytes);
  size_t whole = roundedUp(bytes, kAlignment) + kReadableAfterEnd;
  if (!pool.reserve(whole)) return pool.denied(bytes);
  Block block;
  if (whole >= kLargeBlockBytes)
    block = takeBlock(whole);
  else
    block.data = static_cast<char *>(std::aligned_alloc(kAlignment, whole));
  if (!block.data) {
    pool.release(whole);
    return MemoryPool().denied(bytes);
  }
  std::shared_ptr<Buffer> buffer(new Buffer);
  buffer->data_ = block.data;
  buffer->bytes_ = bytes;
  buffer->capacity_ = block.capacity;
  buffer->pool_ = &pool;
  return buffer;
}

std::shared_ptr<Buffer> Buffer::wrap(const void *data, size_t bytes, std::shared_ptr<const void> owner) {
  std::shared_ptr<Buffer> buffer(new Buffer);
  buffer->data_ =
      const_cast<char *>(static_cast<const char *>(data)); // readers see it through a const Buffer
  buffer->bytes_ = bytes;
  buffer->owner_ = std::move(owner);
  return buffer;
}

Buffer::~Buffer() {
  if (!pool_) return;
  if (capacity_)
    giveBlock({data_, capacity_});
  else
    std::free(data_);
  pool_->release(roundedUp(bytes_, kAlignment) + kReadableAfterEnd);
}

char *StringHeap::allocate(size_t bytes) {
  if (bytes > left_) {
    size_t grown =
        blocks_.empty() ? kFirstHeapBlock : std::min(blocks_.back()->bytes() * 2, kLargestHeapBlock);
    size_t wanted = std::max(bytes, std::max(grown, kFirstHeapBlock));
    Result<std::shared_ptr<Buffer>> block = Buffer::allocate(*pool_, wanted);
    if (!block.ok()) {
      deniedBytes_ = wanted;
      return nullptr;
    }
    begin_ = next_ = (*block)->data();
    left_ = wanted;
    blocks_.push_back(std::move(*block));
  }
  char *result = next_;
  next_ += bytes;
  left_ -= bytes;
  return result;
}

bool StringHeap::store(std::string_view text, abi::StringView &out) {
  if (text.size() <= abi::StringView::kInlineBytes) {
    out = abi::StringView(text);
    return true;
  }
  char *copy = allocate(text.size());
  if (!copy) return false;
  std::memcpy(copy, text.data(), text.size());
  out = abi::StringView(copy, static_cast<uint32_t>(text.size()));
  return true;
}

bool StringHeap::append(const abi::StringView &text, std::string_view more, abi::StringView &out) {
  const size_t bytes = text.length + more.size();
  const char *data = text.data(), *end = data + text.length;
  // Only what is in the last block; another buffer may happen to end where the block begins.
  bool isHere = text.length > abi::StringView::kInlineBytes && !blocks_.empty() && data >= begin_ && end <= next_;
  if (isHere && more.data() == end && end + more.size() == next_) { // they stand side by side already
    out = abi::StringView(data, static_cast<uint32_t>(bytes));
    return true;
  }
  if (isHere && end == next_ && more.size() <= left_) {
    std::memcpy(next_, more.data(), more.size());
    next_ += more.size();
    left_ -= more.size();
    out = abi::StringView(data, static_cast<uint32_t>(bytes));
    return true;
  }
  constexpr size_t kGrowing = 64 << 10; // a text of that size is likely to grow on: it gets room
  char *copy = bytes >= kGrowing ? allocate(2 * bytes) : nullptr;
  if (copy) {
    next_ -= bytes;
    left_ += bytes;
  } else {
    deniedBytes_ = 0;
    copy = allocate(bytes);
  }
  if (!copy) return false;
  std::memcpy(copy, data, text.length);
  std::memcpy(copy + text.length, more.data(), more.size());
  out = abi::StringView(copy, static_cast<uint32_t>(bytes));
  return true;
}

void StringHeap::recycle() {
  if (blocks_.empty()) return;
  std::shared_ptr<const Buffer> last = std::move(blocks_.back());
  blocks_.clear();
  if (last.use_count() == 1) {
    std::atomic_thread_fence(std::memory_order_acquire); // whoever held it has read it before
    next_ = begin_;
    left_ = last->bytes();
  }
  blocks_.push_back(std::move(last));
}

void StringHeap::reset() {
  blocks_.clear();
  begin_ = next_ = nullptr;
  left_ = 0;
  deniedBytes_ = 0;
}

} // namespace flow
