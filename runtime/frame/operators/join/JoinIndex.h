#pragma once
// Finds the rows of a join's build side that have a key. Three forms, chosen by the keys that there are:
//
//   Unique  a single integer key, values close together, none twice: an array from value to row name + 1
//   Dense   the same with repeated values: directory by value, entries of one word
//   Hashed  all else: directory by the upper bits of the hash, entries with the packed key
//
//   directory  u64 per slot: in the upper 48 bits where its entries begin (they end where the next slot's
//   begin); in
//              the lower 16, of hashed ones, a filter with one bit per entry, so that most misses end here
//   entry      packed key (Hashed only), then one word: row name (32 bits), kMoreFollow, tag of the hash (31
//   bits)
//
// Entries of a slot stand in source order, equal keys next to each other. Immutable once built.

#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/KeyLayout.h"
#include "runtime/frame/operators/StoredRows.h"

namespace flow::frame {

/// Packed keys of build rows, in the order of the rows.
using KeyRun = PoolArray<uint64_t>;

class JoinIndex {
public:
  static constexpr uint32_t kNone = UINT32_MAX;

  JoinIndex(const KeyLayout &keys, MemoryPool &pool)
      : keys_(&keys), unique_(pool), directory_(pool), entries_(pool) {}

  /// Indexes all rows; `runs` are the keys of all of them, and are released.
  Status build(std::vector<KeyRun> runs, const StoredRows &rows, const QueryContext &query);

  /// For each packed key the first match, or kNone; keys whose byte in `mask` is 0 match nothing.
  void findFirst(const uint64_t *packed, const uint8_t *mask, uint32_t count, uint32_t *matches) const;
  /// Whether a key can have several rows; if not, next() need not be asked.
  bool hasRepeatedKeys() const { return hasRepeatedKeys_; }
  uint32_t next(uint32_t match) const {
    return form_ != Form::Unique && (meta(match) & kMoreFollow) ? match + 1 : kNone;
  }
  uint32_t rowName(uint32_t match) const {
    return form_ == Form::Unique ? match : static_cast<uint32_t>(meta(match));
  }

private:
  friend class JoinIndexBuilder;
  enum class Form : uint8_t { Unique, Dense, Hashed };
  static constexpr uint64_t kMoreFollow = uint64_t(1) << 32;
  static constexpr uint64_t kTagMask = ~uint64_t(0) << 33;

  uint64_t meta(uint32_t match) const { return entries_[size_t(match) * entryWords_ + entryWords_ - 1]; }
  /// Of Unique and Dense: where a packed integer stands from the lowest on; range_ or more when it is beyond.
  uint64_t offsetOf(uint64_t word) const {
    auto value = static_cast<int64_t>(word << signShift_) >> signShift_;
    return static_cast<uint64_t>(value) - static_cast<uint64_t>(low_);
  }
  size_t slotOfHash(uint64_t hash) const { return hash >> shift_; }
  static uint64_t filterBit(uint64_t hash) { return uint64_t(1) << (hash & 15); }
  void findUnique(const uint64_t *packed, const uint8_t *mask, uint32_t count, uint32_t *matches) const;
  void findDense(const uint64_t *packed, const uint8_t *mask, uint32_t count, uint32_t *matches) const;
  template <KeyLayout::Shape Shape>
  void findHashed(const uint64_t *packed, const uint8_t *mask, uint32_t count, uint32_t *matches) const;

  const KeyLayout *keys_;
  Form form_ = Form::Hashed;
  bool hasRepeatedKeys_ = false;
  uint64_t rowCount_ = 0;
  int64_t low_ = 0;        // of Unique and Dense: the value of slot 0
  uint64_t range_ = 0;     // and how many slots there are
  unsigned signShift_ = 0; // what sign-extends a packed integer
  unsigned shift_ = 63;    // of Hashed
  uint32_t entryWords_ = 1;
  PoolArray<uint32_t> unique_;
  PoolArray<uint64_t> directory_;
  PoolArray<uint64_t> entries_;
};

} // namespace flow::frame
