#pragma once
// The groups of one segment (or of a part of a very large one), as a worker hands them over to be merged.
// They are ordered by partition, that is by the upper bits of their hash, and within a partition by first
// appearance.

#include "runtime/frame/operators/aggregate/LogAccumulator.h"

#include <array>
#include <atomic>

namespace flow::frame {

/// Partitions of all groups: merged independently of each other, so in parallel and with tables that fit into
/// caches.
constexpr uint32_t kGroupPartitionBits = 6;
constexpr uint32_t kGroupPartitions = 1 << kGroupPartitionBits;

inline uint32_t groupPartition(uint64_t hash) {
  return static_cast<uint32_t>(hash >> (64 - kGroupPartitionBits));
}

struct SegmentGroups {
  explicit SegmentGroups(MemoryPool &pool)
      : keys(pool), hashes(pool), ordinals(pool), states(pool), isNew(pool), newBefore(pool) {}

  using Begins = std::array<uint32_t, kGroupPartitions + 1>;
  struct Log {
    ValueLog entries; ///< their groups are positions in this structure
    Begins begins;
  };

  uint32_t count = 0;
  PoolArray<uint64_t> keys; ///< packed rows
  PoolArray<uint64_t> hashes;
  PoolArray<uint32_t> ordinals; ///< 0 for the group that came first in the segment
  PoolArray<char> states;       ///< state rows
  Begins begins{};              ///< partition p has the groups [begins[p], begins[p + 1])
  std::vector<Log> logs;
  HeapList heaps; ///< keep texts alive until they are merged
  std::vector<Chunk>
      firstRows; ///< of each ordinal the row that showed it first; empty when nobody wants them

  /// Bit o is set when the group of ordinal o came first in this segment of all. Written while merging.
  PoolArray<uint64_t> isNew;
  /// Bits set before each word of isNew; made when all is merged.
  PoolArray<uint32_t> newBefore;
  std::atomic<uint32_t> partitionsLeft{kGroupPartitions};

  /// After merging: of the first rows only those of new groups stay.
  Status keepNewRows(const RowSpec &row, MemoryPool &pool);
  /// Gives back all but the bits and the first rows.
  void releaseMerged();
};

} // namespace flow::frame
