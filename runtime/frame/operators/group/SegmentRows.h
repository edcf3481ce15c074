#pragma once
// The rows of a segment while it is read, staged as they are: keys and what aggregates take, each row at once
// in its partition's slice of the arrays that are handed over. Slices have a fixed size; when one is full,
// the part ends.

#include "runtime/frame/operators/KeyLayout.h"
#include "runtime/frame/operators/aggregate/AggregateLayout.h"
#include "runtime/frame/operators/group/SegmentGroups.h"

namespace flow::frame {

class SegmentRows {
public:
  /// Rows that one push can take: all may be of one partition.
  static constexpr uint32_t kSliceRows = 512;

  SegmentRows(const KeyLayout &keys, const AggregateLayout &aggregates, MemoryPool &pool);

  /// Stages at most kSliceRows rows; false when there is no room for them before the next take().
  Result<bool> push(std::span<const ColumnView> keys, std::span<const AccumulatorInput> inputs,
                    uint32_t rows);
  /// What is staged; then begins anew.
  std::unique_ptr<SegmentGroups> take();

private:
  /// From slice to slice. Not a power of two: slices fill evenly, and the places at which they grow must not
  /// fall into the same lines of the first-level cache.
  static constexpr uint32_t kStride = kSliceRows + 24;
  static constexpr uint32_t kPlaces = kStride * kGroupPartitions;

  Status prepare();
  Status stage(SegmentGroups::Input &to, size_t input, const AccumulatorInput &from);

  const KeyLayout *keyLayout_;
  const AggregateLayout *aggregates_;
  MemoryPool *pool_;
  std::unique_ptr<SegmentGroups> staged_;   // null when there is nothing
  std::array<uint64_t, kSliceRows> hashes_; // of the rows at hand
  std::array<uint32_t, kSliceRows> places_;
  PoolArray<uint64_t> packed_;
};

} // namespace flow::frame
