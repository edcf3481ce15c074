#pragma once
// The segment that a worker is at: takes batches, and hands groups or rows over to the GroupStore.
//
// A segment is folded into groups, unless nearly all of its first kSampleRows rows are of different groups:
// then those are handed over, and after them the rows as they are. Rows are counted as they arrive, so
// neither threads nor batches decide what is folded. (Where a part of staged rows ends makes no difference.)
//
// When the order of rows does not matter to the aggregates (no floats are summed), and the key is an integer whose
// values lie close together, groups are kept over all segments of the worker. A segment then hands over the groups that
// the worker has not seen before, for their order, and the states follow at the end.

#include "runtime/frame/operators/group/GroupStore.h"
#include "runtime/frame/operators/group/SegmentFold.h"
#include "runtime/frame/operators/group/SegmentRows.h"

namespace flow::frame {

class LocalGroups {
public:
  /// `keyColumns` are columns of the batches. The stage, which may be null, accumulates for the store's aggregates.
  LocalGroups(GroupStore &store, std::vector<uint32_t> keyColumns, const GroupStage *stage = nullptr);

  void beginSegment(uint32_t segment);
  Status push(const Batch &batch);
  Status endSegment() { return keepsGroups_ ? handOverNew(true) : handOver(true); }
  Status endWork() { return keepsGroups_ ? handOverKept() : Status(); }

private:
  enum class Form : uint8_t { Sample, Folded, Rows };

  static constexpr uint32_t kSampleRows = 1024;
  static constexpr uint32_t kSampleGroups = kSampleRows / 64 * 63;
  static constexpr uint32_t kFoldedRows = 1 << 20; ///< of a part; only joins blow segments up to that
  static constexpr uint64_t kKeptRows = 1 << 30;   ///< lanes may not have more

  void viewKeys(const Batch &batch);
  Status pushKept(const Batch &batch);
  Status handOverNew(bool isLast);
  Status handOverKept();
  Status pushPart(const Batch &batch);
  Status fold(const Batch &batch, std::span<const AccumulatorInput> inputs);
  Status stage(const Batch &batch, std::span<const AccumulatorInput> inputs);
  Status handOver(bool isLast);

  GroupStore *store_;
  std::vector<uint32_t> keyColumns_;
  SegmentFold fold_;
  SegmentRows rows_;
  AggregateInputs inputs_;
  bool keepsTexts_;
  HeapList heaps_;
  std::optional<TableBuilder> firstRows_;
  std::vector<ColumnView> keyViews_; // of the batch at hand
  std::vector<uint32_t> newRows_;    // of its rows, those that show a group first
  uint32_t segment_ = 0;
  Form form_ = Form::Sample;
  uint32_t foldedRows_ = 0; // since the last part
  bool keepsGroups_;
  uint32_t shownGroups_ = 0; // kept ones that have been handed over
  uint64_t keptRows_ = 0;
};

} // namespace flow::frame
