#pragma once
// A small table in front of the one of all keys: of keys that 16 bytes tell apart, the ones that came last, by a hash
// of these bytes. Where few keys come again and again, as texts do that name kinds of things, a row costs a
// multiplication and a comparison, and its key is neither packed nor looked up.
//
// Keys are one text, or two columns. Of a text of at most 12 bytes the view is what tells it apart, of one of at most 4
// the first half of the view, of which a key of two columns may have two; so may it of numbers of up to 8 bytes.
// Batches with longer texts or nulls pass by.

#include "runtime/abi/Kernel.h"
#include "runtime/frame/operators/KeyLayout.h"

#include <array>

namespace flow::frame {

class RecentKeys {
public:
  explicit RecentKeys(MemoryPool &pool) : entries_(pool) {}
  /// Whether such keys can be told apart by 16 bytes at all.
  static bool canServe(const KeyLayout &layout);

  /// False when this batch passes by.
  Result<bool> read(std::span<const ColumnView> columns, uint32_t rows);
  /// Of the batch that was read: numbers of the rows whose keys are here. The others, ascending, are `missing`.
  std::span<const uint32_t> find(uint32_t *numbers);
  /// Keeps the numbers of these rows' keys for the next time.
  void remember(std::span<const uint32_t> rows, const uint32_t *numbers);
  void clear() { entries_.clear(); }

private:
  struct Entry {
    uint64_t words[2];
    uint32_t number; ///< + 1; 0: nothing here
  };
  static constexpr unsigned kBits = 12;

  static size_t slotOf(uint64_t first, uint64_t second) {
    return ((first ^ (second << 32 | second >> 32)) * kHashFactor) >> (64 - kBits);
  }
  PoolArray<Entry> entries_; // all of them, or none yet
  uint32_t rows_ = 0;
  std::array<uint64_t, abi::kBatchRows> first_, second_; // of the batch
  std::array<uint32_t, abi::kBatchRows> missing_; // row numbers
};

} // namespace flow::frame
