#pragma once
// The sink of `sort |> take(k)` and `top`: each worker keeps the best rows that it has seen, some more than
// k, and drops at sight what is worse than the k-th of them; at the end the best of all workers are put in
// order.

#include "runtime/abi/Plan.h"
#include "runtime/base/PoolArray.h"
#include "runtime/frame/Operator.h"
#include "runtime/frame/operators/sort/SortKeys.h"

#include <deque>
#include <mutex>

namespace flow::frame {

/// Rows with their keys and their places in source order.
struct RankedRows {
  explicit RankedRows(MemoryPool &pool) : keys(pool), places(pool) {}

  PoolArray<uint64_t> keys;   ///< SortKeys words
  PoolArray<uint64_t> places; ///< segment in the upper half, row within it in the lower
  std::vector<Chunk> chunks;  ///< the rows, in the order of the above
};

class TopRows : public Sink {
public:
  /// Beyond this a full sort is faster.
  static constexpr uint64_t kLimitMax = 16384;

  TopRows(std::vector<abi::SortKey> keys, uint64_t limit, RowSpec row, const QueryContext &query);

  std::unique_ptr<SinkLocal> makeLocal() override;
  Status finish() override;
  /// After finish().
  Table takeTable() { return std::move(table_); }

private:
  friend class TopRowsLocal;
  SortKeys keys_;
  uint64_t limit_;
  QueryContext query_;
  std::mutex mutex_;
  std::deque<RankedRows> ofWorkers_; // references to them stay
  Table table_;
};

} // namespace flow::frame
