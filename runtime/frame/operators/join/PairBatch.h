#pragma once
// Pairs of a probe row and a build row, and batches of columns gathered for them.

#include "runtime/abi/Kernel.h"
#include "runtime/frame/operators/ColumnMemory.h"
#include "runtime/frame/operators/Selection.h"
#include "runtime/frame/operators/StoredRows.h"

namespace flow::frame {

/// At most kBatchRows pairs; a build row may be StoredRows::kNoRow.
struct PairList {
  uint32_t count = 0;
  std::array<uint32_t, abi::kBatchRows> probeRows;
  std::array<uint32_t, abi::kBatchRows> buildRows;

  void add(uint32_t probeRow, uint32_t buildRow) {
    probeRows[count] = probeRow;
    buildRows[count++] = buildRow;
  }
};

/// Makes batches of chosen probe columns, then chosen build columns.
class PairGatherer {
public:
  PairGatherer(const StoredRows &build, std::vector<uint32_t> probeColumns,
               std::vector<uint32_t> buildColumns, bool mayMiss, MemoryPool &pool);

  /// The columns of the pairs; valid until the next call. When `isWhole`, pair i is of probe row i, for all
  /// of them, and probe columns are passed on without a copy.
  Result<const Batch *> gather(const Batch &probe, const PairList &pairs, bool isWhole);

private:
  BadFields fieldsOf(const std::vector<BadField> &fields, const PairList &pairs) const;
  Result<ColumnView> gatherBuild(size_t slot, uint32_t column, const PairList &pairs);

  const StoredRows *build_;
  std::vector<uint32_t> probeColumns_;
  std::vector<uint32_t> buildColumns_;
  bool mayMiss_;
  std::vector<std::shared_ptr<const Buffer>> buildTexts_; // one or none
  BatchBuffer buffer_;
  Batch batch_;
  CombinedHeaps heaps_;
};

} // namespace flow::frame
