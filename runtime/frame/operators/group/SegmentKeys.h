#pragma once
// Numbers the keys of one segment in the order in which they come. A single integer-like key whose values lie
// close together is looked up in an array; all others in a hash table, short ones first among those that came last.
// Which of these it is never changes an answer.

#include "runtime/frame/operators/KeyTable.h"
#include "runtime/frame/operators/group/RecentKeys.h"

#include <memory>

namespace flow::frame {

class SegmentKeys {
public:
  SegmentKeys(const KeyLayout &layout, MemoryPool &pool);

  /// Whether keys are looked up in an array.
  bool isDirect() const { return isDirect_; }
  /// The array may grow large: it stays for many segments.
  void allowLargeWindow() { windowMax_ = kLargeWindow; }

  /// The number of each row's key. `columns` are the key columns.
  Status number(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers);
  uint32_t size() const { return isDirect_ ? directSize() : table_.size(); }
  /// Packed rows of the keys, by number.
  const uint64_t *keys() const { return isDirect_ ? directKeys_.data() : table_.key(0); }
  /// Writes the hashes of the keys, by number.
  void hashes(uint64_t *out) const;
  /// For the next segment.
  void clear();

private:
  /// Values that the array can hold: 1 MiB of it, or 16.
  static constexpr uint64_t kWindow = 1 << 18, kLargeWindow = 1 << 22;

  uint32_t directSize() const { return static_cast<uint32_t>(directKeys_.size() / layout_->words()); }
  Status numberByTable(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers);
  Status numberRecent(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers);
  Status numberDirectly(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers);
  template <typename T>
  uint32_t lookUp(const T *values, const uint8_t *valid, uint32_t rows, uint32_t *numbers) const;
  Status addMissing(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers);
  Status widenWindow(int64_t low, int64_t high);
  Status leaveDirect();
  int64_t valueOf(const uint64_t *key) const;

  const KeyLayout *layout_;
  KeyTable table_;
  PoolArray<uint64_t> packed_; // of one batch
  PoolArray<uint64_t> hashes_; // of one batch

  static constexpr uint32_t kMostMisses = 8;
  std::unique_ptr<RecentKeys> recent_; // null when it cannot serve
  uint32_t misses_ = 0;                // batches of the segment that had a key which was not there

  bool canBeDirect_;
  bool isDirect_;
  uint64_t windowMax_ = kWindow;
  PoolArray<uint32_t> window_; // number + 1 of the key of value windowLow_ + i, 0 when it has not come
  int64_t windowLow_ = 0;
  uint32_t nullNumber_ = 0;        // + 1
  PoolArray<uint64_t> directKeys_; // packed rows
};

} // namespace flow::frame
