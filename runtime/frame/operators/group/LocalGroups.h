#pragma once
// The groups of the segment that a worker is at: takes batches, and hands the groups over to the GroupStore
// at the end of the segment. A segment that a join has blown up is handed over in parts of kPartRows rows,
// counted as they arrive, so that neither threads nor batches decide where a part ends.

#include "runtime/frame/operators/group/GroupStore.h"
#include "runtime/frame/operators/group/SegmentKeys.h"

namespace flow::frame {

class LocalGroups {
public:
  /// `keyColumns` are columns of the batches.
  LocalGroups(GroupStore &store, std::vector<uint32_t> keyColumns);

  void beginSegment(uint32_t segment) { segment_ = segment; }
  Status push(const Batch &batch);
  Status endSegment() { return handOver(true); }

private:
  static constexpr uint32_t kPartRows = 1 << 20;

  Status pushPart(const Batch &batch);
  Status keepFirstRows(const Batch &batch, uint32_t groupsBefore);
  Status handOver(bool isLast);
  Result<std::unique_ptr<SegmentGroups>> takeGroups();
  Status takeLogs(SegmentGroups &groups, const uint32_t *positions);

  GroupStore *store_;
  std::vector<uint32_t> keyColumns_;
  SegmentKeys keys_;
  PoolArray<char> states_;
  AggregateInputs inputs_;
  bool keepsTexts_;
  std::vector<std::unique_ptr<LogBuilder>> logs_;
  HeapList heaps_;
  std::optional<TableBuilder> firstRows_;
  std::vector<ColumnView> keyViews_; // of the batch at hand
  std::vector<uint32_t> numbers_;    // of its rows' groups
  std::vector<uint32_t> newRows_;    // of its rows, those that show a group first
  uint32_t segment_ = 0;
  uint32_t partRows_ = 0;
};

} // namespace flow::frame
