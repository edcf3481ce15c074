#pragma once
// Sorts stored rows by their keys with all workers: rows are divided among buckets by sampled bounds, bucket
// by bucket in source order, then each bucket is sorted in the cache: by the first word of the key, rows that
// are equal there by the next word, and so on; texts that tie at last by their bytes. Equal rows keep their
// order.

#include "runtime/abi/Plan.h"
#include "runtime/base/PoolArray.h"
#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/StoredRows.h"
#include "runtime/frame/operators/sort/EntrySort.h"
#include "runtime/frame/operators/sort/SortKeys.h"

namespace flow::frame {

class RowSorter {
public:
  /// `rows` outlives the sorter.
  RowSorter(const StoredRows &rows, std::vector<abi::SortKey> keys, const QueryContext &query);

  /// Sorts all rows; afterwards name(i) is the row at position i.
  Status sort();
  uint32_t name(uint64_t position) const { return static_cast<uint32_t>(entries_[position].row); }

private:
  /// Entries of a bucket that are equal in their first words, and in a text up to some byte.
  struct Equal {
    size_t begin = 0, count = 0;
    uint32_t words = 0;
    std::optional<SortKeys::TextTie> text; ///< that is not yet at its end
    bool isTextDone = false;               ///< the text of the last word has been
  };

  Status encodeKeys();
  std::vector<KeyRange> findRanges();
  void chooseBounds();
  Status divide();
  uint32_t bucketOf(const SortEntry &entry) const;
  Status sortBucket(size_t bucket);
  void sortEntries(std::span<SortEntry> entries, SortEntry *scratch) const;
  void findEqual(std::span<const SortEntry> run, const Equal &sorted, std::vector<Equal> &left) const;
  uint64_t textPrefix(const SortEntry &entry, const SortKeys::TextTie &tie) const;
  bool comesBefore(const SortEntry &a, const SortEntry &b) const;
  const uint64_t *keyOf(const SortEntry &entry) const {
    return words_.data() + (entry.row >> 32) * keys_->words();
  }

  const StoredRows *rows_;
  std::vector<abi::SortKey> spec_;
  QueryContext query_;
  std::optional<SortKeys> keys_;
  PoolArray<uint64_t> words_;     // keys of all rows, when they have more than one word
  PoolArray<SortEntry> entries_;  // row: number in source order in the upper half, name in the lower
  std::vector<SortEntry> bounds_; // bucket b holds what is not before bounds_[b - 1], and before bounds_[b]
  std::vector<uint64_t> boundPrefixes_; // of bounds_, then the greatest up to a power of two
  std::vector<uint64_t> bucketBegins_;
};

} // namespace flow::frame
