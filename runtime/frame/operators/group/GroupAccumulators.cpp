#include "runtime/frame/operators/group/GroupAccumulators.h"

#include <algorithm>

namespace flow::frame {

GroupAccumulators::GroupAccumulators(const GroupStage &stage)
    : layout_(stage.step->accumulations), runner_(*stage.step, stage.entering, stage.setting),
      words_(*stage.setting.query.memory) {}

Status GroupAccumulators::grow(uint32_t groups) {
  if (groups <= groups_) return {};
  const uint32_t rowWords = layout_.words();
  const uint32_t before = lanesOf(groups_), lanes = lanesOf(groups);
  FLOW_CHECK_LE(size_t(lanes) * rowWords, size_t(UINT32_MAX), "words of groups");
  FLOW_TRY(words_.resize(size_t(lanes) * rowWords));
  for (uint32_t lane = before; lane < lanes; ++lane)
    std::copy_n(layout_.none().data(), rowWords, words_.data() + size_t(lane) * rowWords);
  groups_ = groups;
  return {};
}

void GroupAccumulators::findPlaces(const uint32_t *numbers, uint32_t rows) {
  const uint32_t rowWords = layout_.words();
  for (uint32_t row = 0; row < rows; ++row) {
    const uint32_t number = numbers[row];
    const uint32_t split = number * kCopies + ((nextRow_ + row) & (kCopies - 1));
    const uint32_t lane = number < kSplitGroups ? split : number + kSplitGroups * (kCopies - 1);
    places_[row] = lane * rowWords;
  }
  nextRow_ += rows;
}

Status GroupAccumulators::add(const Batch &batch, const uint32_t *numbers, uint32_t groups) {
  FLOW_TRY(grow(groups));
  findPlaces(numbers, batch.rows);
  runner_.accumulate(batch, words_.data(), places_.data());
  return {};
}

void GroupAccumulators::fold(const AggregateLayout &aggregates, const uint32_t *places, char *states) {
  const uint32_t rowWords = layout_.words();
  const uint32_t split = std::min(groups_, kSplitGroups);
  std::vector<int64_t> merged(size_t(split) * rowWords);
  for (uint32_t group = 0; group < split; ++group) {
    const int64_t *lanes = words_.data() + size_t(group) * kCopies * rowWords;
    layout_.merge({lanes, 1, rowWords, kCopies}, merged.data() + size_t(group) * rowWords);
  }
  aggregates.fold({merged.data(), rowWords, split, states, places});
  if (groups_ == split) return;
  const int64_t *others = words_.data() + size_t(lanesOf(split)) * rowWords;
  aggregates.fold({others, rowWords, groups_ - split, states, places + split});
}

void GroupAccumulators::clear() {
  words_.clear();
  groups_ = 0;
  nextRow_ = 0;
}

} // namespace flow::frame
