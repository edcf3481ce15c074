#include "runtime/frame/operators/KeyTable.h"

#include <bit>

namespace flow::frame {

namespace {

constexpr size_t kFirstSlots = 256;
/// From this size on a table does not stay in the second-level cache, and memory is asked for ahead.
constexpr size_t kCachedSlots = (512 << 10) / sizeof(uint64_t);
constexpr uint32_t kPrefetchSlots = 16; // rows ahead
constexpr uint32_t kPrefetchKeys = 8;
constexpr uint32_t kPrefetchTexts = 6;

constexpr uint64_t kTagMask = 0xFFFFFFFF00000000;

uint64_t slotOf(uint64_t hash, uint32_t number) { return (hash & kTagMask) | (number + 1); }
uint32_t numberOf(uint64_t slot) { return static_cast<uint32_t>(slot) - 1; }

} // namespace

KeyTable::KeyTable(const KeyLayout &layout, MemoryPool &pool)
    : layout_(&layout), slots_(pool), keys_(pool), hashes_(pool) {}

Status KeyTable::findOrAdd(const uint64_t *rows, const uint64_t *hashes, uint32_t count, uint32_t *numbers) {
  FLOW_CHECK(size_t(size_) + count < UINT32_MAX, "keys of a table");
  FLOW_TRY(growSlots(size_ + count));
  FLOW_TRY(keys_.reserve((size_t(size_) + count) * layout_->words()));
  const bool hasHashes = layout_->shape() != KeyLayout::Shape::Word;
  if (hasHashes) FLOW_TRY(hashes_.reserve(size_t(size_) + count));
  dispatchShape(layout_->shape(),
                [&](auto shape) { findOrAddReserved<shape()>(rows, hashes, count, numbers); });
  keys_.setSize(size_t(size_) * layout_->words());
  if (hasHashes) hashes_.setSize(size_);
  return {};
}

template <KeyLayout::Shape Shape>
void KeyTable::findOrAddReserved(const uint64_t *rows, const uint64_t *hashes, uint32_t count,
                                 uint32_t *numbers) {
  const KeyLayout &layout = *layout_;
  const size_t words = layout.words();
  const size_t mask = slots_.size() - 1;
  const bool isLarge = slots_.size() > kCachedSlots;
  uint64_t *slots = slots_.data();
  uint64_t *keys = keys_.data();
  for (uint32_t row = 0; row < count; ++row) {
    if (isLarge) {
      if (row + kPrefetchSlots < count) __builtin_prefetch(slots + (hashes[row + kPrefetchSlots] & mask));
      if (row + kPrefetchKeys < count) {
        const uint64_t slot = slots[hashes[row + kPrefetchKeys] & mask];
        __builtin_prefetch(keys + (static_cast<uint32_t>(slot) - (slot != 0)) * words);
      }
    }
    if constexpr (Shape == KeyLayout::Shape::Text) {
      // Texts of more than 12 bytes lie somewhere else, those of the table and those that come.
      if (row + kPrefetchTexts < count) {
        const uint64_t *ahead = rows + (row + kPrefetchTexts) * words;
        if (static_cast<uint32_t>(ahead[0]) > StringView::kInlineBytes) {
          __builtin_prefetch(reinterpret_cast<const void *>(ahead[1]));
          const uint64_t slot = slots[hashes[row + kPrefetchTexts] & mask];
          if (slot != 0) __builtin_prefetch(reinterpret_cast<const void *>(keys[numberOf(slot) * words + 1]));
        }
      }
    }
    const uint64_t hash = hashes[row];
    const uint64_t *key = rows + row * words;
    size_t at = hash & mask;
    for (;; at = (at + 1) & mask) {
      const uint64_t slot = slots[at];
      if (slot == 0) {
        slots[at] = slotOf(hash, size_);
        std::memcpy(keys + size_ * words, key, words * sizeof(uint64_t));
        if constexpr (Shape != KeyLayout::Shape::Word) hashes_.data()[size_] = hash;
        numbers[row] = size_++;
        break;
      }
      if (((slot ^ hash) & kTagMask) != 0) continue;
      if (equalPacked<Shape>(layout, keys + numberOf(slot) * words, key)) {
        numbers[row] = numberOf(slot);
        break;
      }
    }
  }
}

Status KeyTable::growSlots(size_t keys) {
  if (keys * 3 <= slots_.size() * 2) return {};
  size_t wanted = std::max(kFirstSlots, std::bit_ceil(keys * 3 / 2 + 1));
  // What is in the slots can be made again from the hashes, so nothing is copied.
  slots_.clear();
  FLOW_TRY(slots_.resize(wanted));
  slots_.fill(0);
  const size_t mask = wanted - 1;
  const bool isWord = layout_->shape() == KeyLayout::Shape::Word;
  for (uint32_t number = 0; number < size_; ++number) {
    const uint64_t hash = isWord ? hashWord(kHashSeed, keys_[number]) : hashes_[number];
    size_t at = hash & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = slotOf(hash, number);
  }
  return {};
}

void KeyTable::hashes(uint64_t *out) const {
  if (layout_->shape() == KeyLayout::Shape::Word)
    layout_->hash(keys_.data(), size_, out);
  else if (size_ > 0)
    std::memcpy(out, hashes_.data(), size_t(size_) * sizeof(uint64_t));
}

void KeyTable::clear() {
  slots_.fill(0);
  keys_.clear();
  hashes_.clear();
  size_ = 0;
}

void KeyTable::releaseSlots() {
  slots_.release();
  hashes_.release();
}

} // namespace flow::frame
