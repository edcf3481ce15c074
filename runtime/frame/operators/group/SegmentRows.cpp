#include "runtime/frame/operators/group/SegmentRows.h"

#include "runtime/frame/operators/KindDispatch.h"

namespace flow::frame {

namespace {

/// to[places[i]] = from[i] for values of `width` bytes.
void scatter(void *to, const void *from, size_t width, std::span<const uint32_t> places) {
  dispatchWidth(width, [&](auto zero) {
    using T = decltype(zero);
    const T *values = static_cast<const T *>(from);
    for (size_t row = 0; row < places.size(); ++row) static_cast<T *>(to)[places[row]] = values[row];
  });
}

} // namespace

SegmentRows::SegmentRows(const KeyLayout &keys, const AggregateLayout &aggregates, MemoryPool &pool)
    : keyLayout_(&keys), aggregates_(&aggregates), pool_(&pool), packed_(pool) {}

Status SegmentRows::prepare() {
  FLOW_TRY(packed_.resize(size_t(kSliceRows) * keyLayout_->words()));
  auto staged = std::make_unique<SegmentGroups>(*pool_);
  staged->isFolded = false;
  FLOW_TRY(staged->keys.resize(size_t(kPlaces) * keyLayout_->words()));
  if (keyLayout_->shape() != KeyLayout::Shape::Word) FLOW_TRY(staged->hashes.resize(kPlaces));
  FLOW_TRY(staged->ordinals.resize(kPlaces));
  for (size_t input = 0; input < aggregates_->inputs().size(); ++input) {
    SegmentGroups::Input &to = staged->inputs.emplace_back(*pool_);
    to.hasValues = aggregates_->valueBytes(input) > 0;
    FLOW_TRY(to.values.resize(kPlaces * aggregates_->valueBytes(input)));
  }
  for (uint32_t partition = 0; partition < kGroupPartitions; ++partition) {
    staged->slices[partition] = {partition * kStride, partition * kStride};
  }
  staged_ = std::move(staged);
  return {};
}

Result<bool> SegmentRows::push(std::span<const ColumnView> keys, std::span<const AccumulatorInput> inputs,
                               uint32_t rows) {
  FLOW_CHECK_LE(rows, kSliceRows, "rows to be staged");
  if (!staged_) FLOW_TRY(prepare());
  keyLayout_->pack(keys, rows, packed_.data());
  keyLayout_->hash(packed_.data(), rows, hashes_.data());
  std::array<uint32_t, kGroupPartitions> next;
  for (uint32_t partition = 0; partition < kGroupPartitions; ++partition)
    next[partition] = staged_->slices[partition].end;
  for (uint32_t row = 0; row < rows; ++row) places_[row] = next[groupPartition(hashes_[row])]++;
  for (uint32_t partition = 0; partition < kGroupPartitions; ++partition) {
    if (next[partition] > partition * kStride + kSliceRows) return false;
  }
  for (uint32_t partition = 0; partition < kGroupPartitions; ++partition)
    staged_->slices[partition].end = next[partition];

  const std::span<const uint32_t> places(places_.data(), rows);
  const size_t words = keyLayout_->words();
  if (words <= 2) {
    scatter(staged_->keys.data(), packed_.data(), words * sizeof(uint64_t), places);
  } else {
    for (uint32_t row = 0; row < rows; ++row) {
      std::memcpy(staged_->keys.data() + places_[row] * words, packed_.data() + row * words,
                  words * sizeof(uint64_t));
    }
  }
  if (!staged_->hashes.empty()) scatter(staged_->hashes.data(), hashes_.data(), sizeof(uint64_t), places);
  for (uint32_t row = 0; row < rows; ++row) staged_->ordinals[places_[row]] = staged_->count + row;
  for (size_t input = 0; input < inputs.size(); ++input)
    FLOW_TRY(stage(staged_->inputs[input], input, inputs[input]));
  staged_->count += rows;
  return true;
}

Status SegmentRows::stage(SegmentGroups::Input &to, size_t input, const AccumulatorInput &from) {
  const std::span<const uint32_t> places(places_.data(), from.rows);
  if (to.hasValues) scatter(to.values.data(), from.values, aggregates_->valueBytes(input), places);
  if (from.mask && !to.hasMask) { // until now all rows have counted
    FLOW_TRY(to.mask.resize(kPlaces));
    to.mask.fill(1);
    to.hasMask = true;
  }
  if (from.mask) scatter(to.mask.data(), from.mask, 1, places);
  return {};
}

std::unique_ptr<SegmentGroups> SegmentRows::take() {
  return staged_ ? std::move(staged_) : std::make_unique<SegmentGroups>(*pool_);
}

} // namespace flow::frame
