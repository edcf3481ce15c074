#pragma once
// Blocks of small objects that were given back and wait for the next object of their size. A heap of values begins with
// them (runtime/base/ValueHeap.h), so that generated code takes the first one of a list itself.

#include <cstddef>
#include <cstdint>

namespace flow::abi {

struct FreeBlocks {
  struct FreeBlock {
    FreeBlock *next;
  };
  static constexpr size_t kUnitBytes = 16;   ///< sizes are multiples of it
  static constexpr size_t kMostBytes = 1024; ///< larger blocks do not wait here
  static constexpr size_t classOf(size_t bytes) { return bytes == 0 ? 0 : (bytes - 1) / kUnitBytes; }

  uint64_t allocations = 0;             ///< so far
  FreeBlock *first[kMostBytes / kUnitBytes] = {}; ///< by class
};

} // namespace flow::abi
