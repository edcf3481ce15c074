#pragma once
// Builds a JoinIndex with all workers: rows are first divided by the upper bits of their slot, run by run,
// then each partition counts its slots, places its entries and puts equal keys next to each other, within a
// cache's reach.

#include "runtime/frame/operators/join/JoinIndex.h"

#include <atomic>

namespace flow::frame {

class JoinIndexBuilder {
public:
  JoinIndexBuilder(JoinIndex &index, std::vector<KeyRun> runs, const StoredRows &rows,
                   const QueryContext &query);
  Status build();

private:
  /// Rows of one run, ordered by partition, and within a partition as they came.
  struct Divided {
    explicit Divided(MemoryPool &pool) : keys(pool), hashes(pool), names(pool) {}
    PoolArray<uint64_t> keys;   ///< packed
    PoolArray<uint64_t> hashes; ///< empty when keys are of one word, and so hashed in no time
    PoolArray<uint32_t> names;
    std::vector<uint32_t> begins; ///< of each partition
  };

  /// Rows of a run from `firstRow` on that lie in one chunk, and so have names one after the other.
  struct Piece {
    uint32_t firstRow, firstName;
  };

  uint32_t rowsOfRun(size_t run) const { return static_cast<uint32_t>(runs_[run].size() / keys_->words()); }
  uint32_t nameOf(size_t run, uint32_t row) const;
  Status findRange();
  Result<bool> buildUnique();
  Status buildDirectory();
  /// The hash of element `at`, or for Dense its place in the range.
  uint64_t hashAt(const Divided &divided, uint32_t at) const;
  size_t slotOf(uint64_t hash) const;
  Status divide(size_t run);
  Status buildPartition(size_t partition);
  void placeEntry(const Divided &divided, uint32_t at, uint64_t hash, uint64_t place);
  bool joinEqualKeys(uint64_t begin, uint64_t end, std::vector<uint64_t> &later);

  JoinIndex *index_;
  const KeyLayout *keys_;
  std::vector<KeyRun> runs_;
  std::vector<std::vector<Piece>> pieces_; // of each run
  QueryContext query_;
  size_t slots_ = 0;
  unsigned partitionShift_ = 0;
  size_t partitions_ = 1;
  std::vector<Divided> divided_;
  std::vector<uint64_t> partitionBegins_;
  std::atomic<bool> hasRepeatedKeys_{false};
};

} // namespace flow::frame
