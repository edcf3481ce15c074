#pragma once
// What a worker hands over of one segment (or of a part of it) to be merged, ordered by partition. It comes
// in two forms:
//
//   folded   one element per group, with the states of its aggregates; within a partition by first appearance
//   rows     one element per row, with the values that aggregates take; for segments in which hardly any
//   group
//            comes twice, where making groups first would be work for nothing. Within a partition in source
//            order
//
// Which form a segment takes depends on its rows alone (see LocalGroups).

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
      : keys(pool), hashes(pool), ordinals(pool), states(pool), isNew(pool) {}

  /// Of the rows form: what an AggregateLayout::Input takes of each row.
  struct Input {
    explicit Input(MemoryPool &pool) : values(pool), mask(pool) {}
    PoolArray<char> values;
    PoolArray<uint8_t> mask;
    bool hasValues = false, hasMask = false;
  };

  /// Places [begin, end) of the arrays.
  struct Slice {
    uint32_t begin = 0, end = 0;
  };
  struct Log {
    ValueLog entries; ///< their groups are places in the arrays
    std::array<Slice, kGroupPartitions> slices;
  };

  uint32_t count = 0;
  bool isFolded = true;
  PoolArray<uint64_t> keys;     ///< packed rows
  PoolArray<uint64_t> hashes;   ///< empty when keys are of one word, and so hashed in no time
  PoolArray<uint32_t> ordinals; ///< below count, ascending in each partition: places in source order
  std::array<Slice, kGroupPartitions> slices{}; ///< the elements of each partition
  PoolArray<char> states;                       ///< folded: state rows
  std::vector<Log> logs;                        ///< folded
  std::vector<Input> inputs;                    ///< rows
  HeapList heaps;                               ///< keep texts alive until they are merged
  std::vector<Chunk> firstRows; ///< by ordinal, the row that shows the group; empty when nobody wants them

  /// Made only together with first rows: bit o is set when the element of ordinal o shows a group for the
  /// first time of all. Written while merging.
  PoolArray<uint64_t> isNew;
  std::atomic<uint32_t> partitionsLeft{kGroupPartitions};

  /// After merging: of the first rows only those of new groups stay.
  Status keepNewRows(const RowSpec &row, MemoryPool &pool);
  /// Gives back all but the bits and the first rows.
  void releaseMerged();
};

/// Counting sort by partition: places[i] is the place of element i, `slices` are the partitions.
template <typename PartitionOf>
void placeByPartition(uint32_t count, std::array<SegmentGroups::Slice, kGroupPartitions> &slices,
                      uint32_t *places, PartitionOf &&partitionOf) {
  std::array<uint32_t, kGroupPartitions> sizes{};
  for (uint32_t index = 0; index < count; ++index) ++sizes[partitionOf(index)];
  uint32_t begin = 0;
  for (uint32_t partition = 0; partition < kGroupPartitions; ++partition) {
    slices[partition] = {begin, begin};
    begin += sizes[partition];
  }
  for (uint32_t index = 0; index < count; ++index) places[index] = slices[partitionOf(index)].end++;
}

} // namespace flow::frame
