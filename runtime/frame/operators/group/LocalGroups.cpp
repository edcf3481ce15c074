#include "runtime/frame/operators/group/LocalGroups.h"

#include "runtime/frame/operators/BatchSlice.h"

namespace flow::frame {

LocalGroups::LocalGroups(GroupStore &store, std::vector<uint32_t> keyColumns, const GroupStage *stage)
    : store_(&store), keyColumns_(std::move(keyColumns)),
      fold_(store.keys(), store.aggregates(), stage, store.pool()),
      rows_(store.keys(), store.aggregates(), store.pool()), inputs_(store.aggregates()),
      keepsTexts_(!store.keys().textWords().empty() || store.aggregates().hasTexts()),
      keyViews_(keyColumns_.size()),
      keepsGroups_(stage && store.aggregates().isOrderFree() && fold_.canKeepGroups() && store.rowKept().empty()) {
  if (!store.rowKept().empty()) firstRows_.emplace(store.rowKept(), store.pool());
  if (keepsGroups_) fold_.keepGroups();
}

void LocalGroups::viewKeys(const Batch &batch) {
  for (size_t key = 0; key < keyColumns_.size(); ++key) keyViews_[key] = batch.columns[keyColumns_[key]];
}

Status LocalGroups::pushKept(const Batch &batch) {
  viewKeys(batch);
  FLOW_TRY(fold_.push(batch, keyViews_, {}));
  keptRows_ += batch.rows;
  if (fold_.canKeepGroups()) return {};
  FLOW_TRY(handOverNew(false)); // values are too far apart; from here on segments are folded one by one
  keepsGroups_ = false;
  return handOverKept();
}

Status LocalGroups::handOverNew(bool isLast) {
  Result<std::unique_ptr<SegmentGroups>> part = fold_.newGroups(shownGroups_);
  if (!part.ok()) return part.takeFailure();
  shownGroups_ = fold_.size();
  FLOW_TRY(store_->handOver(segment_, std::move(*part), isLast));
  return keptRows_ < kKeptRows ? Status() : handOverKept();
}

Status LocalGroups::handOverKept() {
  Result<std::unique_ptr<SegmentGroups>> groups = fold_.take();
  if (!groups.ok()) return groups.takeFailure();
  shownGroups_ = 0;
  keptRows_ = 0;
  if ((*groups)->count > 0) store_->handOverKept(std::move(*groups));
  return {};
}

void LocalGroups::beginSegment(uint32_t segment) {
  segment_ = segment;
  form_ = Form::Sample;
}

Status LocalGroups::push(const Batch &batch) {
  if (keepsGroups_) return pushKept(batch);
  uint32_t done = 0;
  while (done < batch.rows) {
    uint32_t most = SegmentRows::kSliceRows;
    if (form_ != Form::Rows) most = (form_ == Form::Sample ? kSampleRows : kFoldedRows) - foldedRows_;
    const uint32_t count = std::min(batch.rows - done, most);
    FLOW_TRY(count == batch.rows ? pushPart(batch) : pushPart(slice(batch, done, count)));
    done += count;
  }
  return {};
}

Status LocalGroups::pushPart(const Batch &batch) {
  viewKeys(batch);
  std::span<const AccumulatorInput> inputs = inputs_.prepare(batch);
  if (form_ == Form::Rows) return stage(batch, inputs);
  FLOW_TRY(fold(batch, inputs));
  if (form_ == Form::Sample && foldedRows_ == kSampleRows) {
    form_ = fold_.size() < kSampleGroups ? Form::Folded : Form::Rows;
    if (form_ == Form::Rows) return handOver(false);
  }
  return foldedRows_ == kFoldedRows ? handOver(false) : Status();
}

Status LocalGroups::fold(const Batch &batch, std::span<const AccumulatorInput> inputs) {
  uint32_t next = fold_.size();
  FLOW_TRY(fold_.push(batch, keyViews_, inputs));
  foldedRows_ += batch.rows;
  if (keepsTexts_ && batch.heaps) mergeHeaps(heaps_, *batch.heaps);
  if (!firstRows_) return {};
  newRows_.clear();
  for (uint32_t row = 0; row < batch.rows; ++row) { // new groups are numbered in the order of the rows
    if (fold_.numbers()[row] != next) continue;
    newRows_.push_back(row);
    ++next;
  }
  return firstRows_->appendRows(batch, newRows_);
}

Status LocalGroups::stage(const Batch &batch, std::span<const AccumulatorInput> inputs) {
  for (;;) {
    Result<bool> isStaged = rows_.push(keyViews_, inputs, batch.rows);
    if (!isStaged.ok()) return isStaged.takeFailure();
    if (*isStaged) break;
    FLOW_TRY(handOver(false)); // then there is room
  }
  if (keepsTexts_ && batch.heaps) mergeHeaps(heaps_, *batch.heaps);
  return firstRows_ ? firstRows_->append(batch) : Status();
}

/// Hands over what has been folded, or, when nothing was since, what has been staged.
Status LocalGroups::handOver(bool isLast) {
  std::unique_ptr<SegmentGroups> part;
  if (foldedRows_ > 0 || form_ != Form::Rows) {
    Result<std::unique_ptr<SegmentGroups>> folded = fold_.take();
    if (!folded.ok()) return folded.takeFailure();
    part = std::move(*folded);
    foldedRows_ = 0;
  } else {
    part = rows_.take();
  }
  part->heaps = std::move(heaps_);
  heaps_.clear();
  if (firstRows_) {
    FLOW_TRY(part->isNew.resize((size_t(part->count) + 63) / 64));
    part->isNew.fill(0);
    Result<Table> rows = firstRows_->finish();
    if (!rows.ok()) return rows.takeFailure();
    part->firstRows = std::move(rows->chunks);
  }
  return store_->handOver(segment_, std::move(part), isLast);
}

} // namespace flow::frame
