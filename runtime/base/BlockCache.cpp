#include "runtime/base/BlockCache.h"

#include <sys/mman.h>

#include <array>
#include <bit>
#include <mutex>
#include <vector>

namespace flow {

namespace {

constexpr size_t kPageBytes = 4096;
constexpr size_t kHugePageBytes = 2 << 20;
constexpr size_t kBlockBytesMax = size_t(1) << 46;
constexpr size_t kKeptBytesMax = size_t(1) << 30;
constexpr unsigned kClassesPerOctave = 8;
constexpr unsigned kSmallestShift = 16; // of kLargeBlockBytes
constexpr unsigned kClassCount = (48 - kSmallestShift) * kClassesPerOctave;

/// The smallest class whose blocks hold `bytes`.
unsigned classOf(size_t bytes) {
  if (bytes <= kLargeBlockBytes) return 0;
  unsigned shift = std::bit_width(bytes - 1) - 1;
  size_t step = (size_t(1) << shift) / kClassesPerOctave;
  size_t above = (bytes - (size_t(1) << shift) + step - 1) / step; // 1 to kClassesPerOctave
  return (shift - kSmallestShift) * kClassesPerOctave + static_cast<unsigned>(above);
}

size_t bytesOfClass(unsigned index) {
  size_t octave = kLargeBlockBytes << (index / kClassesPerOctave);
  return octave + octave / kClassesPerOctave * (index % kClassesPerOctave);
}

struct Cache {
  std::mutex mutex;
  std::array<std::vector<char *>, kClassCount> free;
  size_t keptBytes = 0;
};

Cache &cache() {
  static Cache *instance = new Cache; // never destroyed: buffers may die after static destructors have run
  return *instance;
}

/// Of the smallest class whose blocks hold `bytes`.
unsigned classFor(size_t bytes) { return classOf(bytes <= kPageBytes ? 0 : bytes - kPageBytes); }
size_t capacityOfClass(unsigned index) { return bytesOfClass(index) + kPageBytes; }

/// Blocks that profit from huge pages begin on one: a huge page is touched as a whole, so only those that will use most
/// of theirs ask for them.
char *map(size_t bytes) {
  bool huge = bytes >= kHugeBlockBytes;
  size_t slack = huge ? kHugePageBytes - kPageBytes : 0;
  void *mapped = mmap(nullptr, bytes + slack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  char *begin = static_cast<char *>(mapped);
  if (!huge) return begin;
  size_t skipped = (kHugePageBytes - reinterpret_cast<size_t>(begin) % kHugePageBytes) % kHugePageBytes;
  if (skipped) munmap(begin, skipped);
  if (slack > skipped) munmap(begin + skipped + bytes, slack - skipped);
  madvise(begin + skipped, bytes, MADV_HUGEPAGE); // only a wish: without huge pages all works as well
  return begin + skipped;
}

} // namespace

Block takeBlock(size_t bytes) {
  if (bytes > kBlockBytesMax) return {};
  unsigned wanted = classFor(bytes);
  Cache &blocks = cache();
  {
    std::lock_guard lock(blocks.mutex);
    for (unsigned index = wanted; index < wanted + kClassesPerOctave; ++index) { // at most twice the size
      if (blocks.free[index].empty()) continue;
      char *data = blocks.free[index].back();
      blocks.free[index].pop_back();
      size_t capacity = capacityOfClass(index);
      blocks.keptBytes -= capacity;
      return {data, capacity};
    }
  }
  size_t capacity = capacityOfClass(wanted);
  char *data = map(capacity);
  if (!data) {
    dropKeptBlocks();
    data = map(capacity);
  }
  return data ? Block{data, capacity} : Block{};
}

Block growBlock(Block block, size_t bytes) {
  if (bytes > kBlockBytesMax) return {};
  size_t capacity = capacityOfClass(classFor(bytes));
  char *place = map(capacity);
  if (!place) return {};
  void *moved = mremap(block.data, block.capacity, capacity, MREMAP_MAYMOVE | MREMAP_FIXED, place);
  if (moved != MAP_FAILED) return {place, capacity};
  munmap(place, capacity);
  return {};
}

void giveBlock(Block block) {
  Cache &blocks = cache();
  {
    std::lock_guard lock(blocks.mutex);
    if (blocks.keptBytes + block.capacity <= kKeptBytesMax) {
      blocks.free[classOf(block.capacity - kPageBytes)].push_back(block.data);
      blocks.keptBytes += block.capacity;
      return;
    }
  }
  munmap(block.data, block.capacity);
}

size_t keptBlockBytes() {
  std::lock_guard lock(cache().mutex);
  return cache().keptBytes;
}

void dropKeptBlocks() {
  Cache &blocks = cache();
  std::lock_guard lock(blocks.mutex);
  for (unsigned index = 0; index < kClassCount; ++index) {
    for (char *data : blocks.free[index]) munmap(data, capacityOfClass(index));
    blocks.free[index].clear();
  }
  blocks.keptBytes = 0;
}

} // namespace flow
