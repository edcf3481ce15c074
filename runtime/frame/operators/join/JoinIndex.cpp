#include "runtime/frame/operators/join/JoinIndex.h"

#include <array>

namespace flow::frame {

namespace {

/// Directories of more words than this are not expected in the cache, so memory is asked for ahead.
constexpr size_t kCachedWords = (256 << 10) / sizeof(uint64_t);
constexpr uint32_t kPrefetchRows = 32;

} // namespace

void JoinIndex::findFirst(const uint64_t *packed, const uint8_t *mask, uint32_t count,
                          uint32_t *matches) const {
  if (rowCount_ == 0) {
    std::fill(matches, matches + count, kNone);
    return;
  }
  if (form_ == Form::Unique) return findUnique(packed, mask, count, matches);
  if (form_ == Form::Dense) return findDense(packed, mask, count, matches);
  dispatchShape(keys_->shape(), [&](auto shape) { findHashed<shape()>(packed, mask, count, matches); });
}

void JoinIndex::findUnique(const uint64_t *packed, const uint8_t *mask, uint32_t count,
                           uint32_t *matches) const {
  const uint32_t *rows = unique_.data();
  for (uint32_t row = 0; row < count; ++row) {
    const uint64_t offset = offsetOf(packed[row]);
    matches[row] = offset < range_ && (!mask || mask[row]) ? rows[offset] - 1 : kNone;
  }
}

void JoinIndex::findDense(const uint64_t *packed, const uint8_t *mask, uint32_t count,
                          uint32_t *matches) const {
  const uint64_t *directory = directory_.data();
  for (uint32_t row = 0; row < count; ++row) {
    matches[row] = kNone;
    const uint64_t offset = offsetOf(packed[row]);
    if (offset >= range_ || (mask && !mask[row])) continue;
    const uint64_t begin = directory[offset] >> 16;
    if (begin < directory[offset + 1] >> 16) matches[row] = static_cast<uint32_t>(begin);
  }
}

/// In three passes over the batch, so that each can ask for the memory of the next: hashes, directory,
/// entries.
template <KeyLayout::Shape Shape>
void JoinIndex::findHashed(const uint64_t *packed, const uint8_t *mask, uint32_t count,
                           uint32_t *matches) const {
  const size_t words = keys_->words();
  const uint64_t *directory = directory_.data();
  const uint64_t *entries = entries_.data();
  std::array<uint64_t, abi::kBatchRows> hashes;
  std::array<uint32_t, abi::kBatchRows> ends;
  const bool isLarge = directory_.size() > kCachedWords;
  for (uint32_t row = 0; row < count; ++row) hashes[row] = hashPacked<Shape>(*keys_, packed + row * words);
  for (uint32_t row = 0; row < count; ++row) {
    if (isLarge && row + kPrefetchRows < count) {
      __builtin_prefetch(directory + slotOfHash(hashes[row + kPrefetchRows]));
    }
    const size_t slot = slotOfHash(hashes[row]);
    const uint64_t found = directory[slot];
    const bool mayMatch = (found & filterBit(hashes[row])) != 0 && (!mask || mask[row]);
    matches[row] = static_cast<uint32_t>(found >> 16);
    ends[row] = mayMatch ? static_cast<uint32_t>(directory[slot + 1] >> 16) : matches[row];
    if (isLarge && mayMatch) __builtin_prefetch(entries + size_t(matches[row]) * entryWords_);
  }
  for (uint32_t row = 0; row < count; ++row) {
    uint32_t at = matches[row];
    matches[row] = kNone;
    for (; at < ends[row]; ++at) {
      const uint64_t *entry = entries + size_t(at) * entryWords_;
      if (Shape != KeyLayout::Shape::Word && ((entry[words] ^ hashes[row]) & kTagMask) != 0) continue;
      if (!equalPacked<Shape>(*keys_, entry, packed + row * words)) continue;
      matches[row] = at;
      break;
    }
  }
}

} // namespace flow::frame
