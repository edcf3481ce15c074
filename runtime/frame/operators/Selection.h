#pragma once
// Row numbers chosen from a batch: what a filter leaves of it.

#include "runtime/abi/ColumnType.h"
#include "runtime/abi/Kernel.h"
#include "runtime/base/PoolArray.h"
#include "runtime/frame/Column.h"

#include <array>

namespace flow::frame {

/// Numbers of rows of one batch, ascending. Vector code writes whole blocks, hence the room behind the last
/// one.
struct Selection {
  static constexpr uint32_t kBlock = 8;
  uint32_t count = 0;
  std::array<uint32_t, abi::kBatchRows + kBlock> rows;
  /// The same as one bit per row, for as many whole blocks of rows as there are.
  uint32_t wholeBlocks = 0;
  std::array<uint8_t, abi::kBatchRows / kBlock> bits;

  std::span<const uint32_t> span() const { return {rows.data(), count}; }
  /// The rows below `rowCount` whose byte in `mask` is not 0.
  void setFromMask(const uint8_t *mask, uint32_t rowCount);
};

/// to[i] = from[rows[i]] for values of `width` bytes.
void gatherValues(void *to, const void *from, size_t width, const uint32_t *rows, uint32_t count);
/// The same for the rows of a selection; `to` has 64 bytes of room behind the last value.
void compactValues(void *to, const void *from, size_t width, const Selection &selection);

/// Memory for one batch of gathered columns, by slot; a slot's memory is valid until it is used again.
class BatchBuffer {
public:
  explicit BatchBuffer(MemoryPool &pool) : pool_(&pool) {}

  /// Memory of a slot for kBatchRows values of the type; validity bytes only when `withValidity`.
  Status prepare(size_t slot, abi::ColumnKind kind, bool withValidity);
  char *data(size_t slot) { return slots_[slot].data.data(); }
  uint8_t *valid(size_t slot) { return slots_[slot].valid.data(); }
  /// Copies the rows of `from` into the slot and gives a view of the copy.
  Result<ColumnView> gather(size_t slot, const ColumnView &from, const uint32_t *rows, uint32_t count);
  Result<ColumnView> gather(size_t slot, const ColumnView &from, const Selection &selection);

private:
  struct Slot {
    explicit Slot(MemoryPool &pool) : data(pool), valid(pool) {}
    PoolArray<char> data;
    PoolArray<uint8_t> valid;
  };
  MemoryPool *pool_;
  std::vector<Slot> slots_;
};

} // namespace flow::frame
