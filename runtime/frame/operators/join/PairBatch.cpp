#include "runtime/frame/operators/join/PairBatch.h"

#include <algorithm>

namespace flow::frame {

PairGatherer::PairGatherer(const StoredRows &build, std::vector<uint32_t> probeColumns,
                           std::vector<uint32_t> buildColumns, bool mayMiss, MemoryPool &pool)
    : build_(&build), probeColumns_(std::move(probeColumns)), buildColumns_(std::move(buildColumns)),
      mayMiss_(mayMiss), buffer_(pool) {
  bool hasTexts = false;
  for (uint32_t column : buildColumns_) hasTexts |= abi::isStringLike(build.row()[column].type.kind);
  if (hasTexts && build.texts()) buildTexts_.push_back(build.texts());
}

Result<const Batch *> PairGatherer::gather(const Batch &probe, const PairList &pairs, bool isWhole) {
  batch_.rows = pairs.count;
  batch_.heaps = heaps_.combine(probe.heaps, buildTexts_);
  batch_.badFields = probe.badFields ? fieldsOf(*probe.badFields, pairs) : nullptr;
  batch_.columns.resize(probeColumns_.size() + buildColumns_.size());
  size_t slot = 0;
  for (uint32_t column : probeColumns_) {
    if (isWhole) {
      batch_.columns[slot++] = probe.columns[column];
      continue;
    }
    Result<ColumnView> view =
        buffer_.gather(slot, probe.columns[column], pairs.probeRows.data(), pairs.count);
    if (!view.ok()) return view.takeFailure();
    batch_.columns[slot++] = *view;
  }
  for (uint32_t column : buildColumns_) {
    Result<ColumnView> view = gatherBuild(slot, column, pairs);
    if (!view.ok()) return view.takeFailure();
    batch_.columns[slot++] = *view;
  }
  return &batch_;
}

/// Those of the pairs' probe rows, which nobody has read.
BadFields PairGatherer::fieldsOf(const std::vector<BadField> &fields, const PairList &pairs) const {
  auto found = std::make_shared<std::vector<BadField>>();
  for (uint32_t pair = 0; pair < pairs.count; ++pair) {
    auto ofRow = std::ranges::equal_range(fields, pairs.probeRows[pair], {}, &BadField::row);
    for (uint32_t slot = 0; slot < probeColumns_.size() && !ofRow.empty(); ++slot)
      for (const BadField &field : ofRow)
        if (field.column == probeColumns_[slot]) found->push_back({pair, slot, field.fault});
  }
  return found->empty() ? nullptr : found;
}

Result<ColumnView> PairGatherer::gatherBuild(size_t slot, uint32_t column, const PairList &pairs) {
  ColumnType type = build_->row()[column].type;
  type.nullable |= mayMiss_;
  const bool hasValidity = mayMiss_ || build_->hasValidity(column);
  FLOW_TRY(buffer_.prepare(slot, type.kind, hasValidity));
  uint8_t *valid = hasValidity ? buffer_.valid(slot) : nullptr;
  build_->gather(column, pairs.buildRows.data(), pairs.count, mayMiss_, buffer_.data(slot), valid);
  return ColumnView{type, buffer_.data(slot), valid};
}

} // namespace flow::frame
