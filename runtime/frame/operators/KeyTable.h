#pragma once
// A hash table that numbers distinct keys in the order in which they first come: 0, 1, 2, ...
//
//   slots    u64 each: upper half of the hash as a tag, then number + 1; 0 is empty; linear probing, a third
//   free keys     the packed row of each number hashes   of the keys, so that growing need not go through
//   texts; left out for keys of one word
//
// Texts of more than 12 bytes stay where the caller has them, unless the caller moves them
// (KeyLayout::ownTexts).

#include "runtime/frame/operators/KeyLayout.h"

namespace flow::frame {

class KeyTable {
public:
  /// `layout` outlives the table.
  KeyTable(const KeyLayout &layout, MemoryPool &pool);

  uint32_t size() const { return size_; }
  const uint64_t *key(uint32_t number) const { return keys_.data() + size_t(number) * layout_->words(); }
  uint64_t *key(uint32_t number) { return keys_.data() + size_t(number) * layout_->words(); }
  /// Writes the hashes of all keys, by number.
  void hashes(uint64_t *out) const;
  const KeyLayout &layout() const { return *layout_; }

  /// For each of `count` packed rows the number of its key; new keys get the next numbers, in the order of
  /// the rows.
  Status findOrAdd(const uint64_t *rows, const uint64_t *hashes, uint32_t count, uint32_t *numbers);
  /// Forgets all keys and keeps the memory.
  void clear();
  /// Gives back what only finding needs; keys stay.
  void releaseSlots();

private:
  template <KeyLayout::Shape Shape>
  void findOrAddReserved(const uint64_t *rows, const uint64_t *hashes, uint32_t count, uint32_t *numbers);
  Status growSlots(size_t keys);

  const KeyLayout *layout_;
  PoolArray<uint64_t> slots_;
  PoolArray<uint64_t> keys_;
  PoolArray<uint64_t> hashes_;
  uint32_t size_ = 0;
};

} // namespace flow::frame
