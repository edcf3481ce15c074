#pragma once
// Columns at rest and in flight.
//  - A Column owns (shares) its memory: typed values, an optional validity byte per row, and for strings the
//  buffers
//    that the views point into.
//  - A Batch is what flows through a pipeline: at most kBatchRows dense rows of borrowed columns, valid until
//  the next
//    batch is asked for; `heaps` says what keeps its strings alive.
//  - A Table is a materialised frame: chunks of at most kSegmentRows rows.

#include "runtime/abi/ColumnType.h"
#include "runtime/abi/StringView.h"
#include "runtime/base/Memory.h"

#include <span>

namespace flow::frame {

using abi::ColumnKind;
using abi::ColumnSpec;
using abi::ColumnType;
using abi::RowSpec;
using abi::StringView;

/// Buffers that views point into; shared between the columns that hold such views.
using HeapList = std::vector<std::shared_ptr<const Buffer>>;

struct ColumnView {
  ColumnType type;
  const void *data = nullptr;
  const uint8_t *valid = nullptr; ///< null: every row has a value

  template <typename T> const T *as() const { return static_cast<const T *>(data); }
  bool isValid(size_t row) const { return !valid || valid[row]; }
};

struct Column {
  ColumnType type;
  size_t rows = 0;
  std::shared_ptr<Buffer> data;
  std::shared_ptr<Buffer> valid; ///< null: every row has a value
  HeapList heaps;                ///< of string-like columns

  ColumnView view(size_t firstRow = 0) const;
};

/// Why a field of a file is no value of its column's type.
class FieldFault {
public:
  virtual ~FieldFault() = default;
  virtual std::string_view message() const = 0;
  /// All that is known, which takes a while to find out.
  virtual Failure failure() const = 0;
};

/// A field that nobody has asked for yet: it fails when it is read, so not in a row that a filter drops. What lies in
/// the column is defined and zero.
struct BadField {
  uint32_t row = 0, column = 0; ///< of the batch or chunk
  std::shared_ptr<const FieldFault> fault;
};
/// By row and column; null: there are none.
using BadFields = std::shared_ptr<const std::vector<BadField>>;

struct Batch {
  uint32_t rows = 0;
  std::vector<ColumnView> columns;
  const HeapList *heaps = nullptr; ///< what keeps the strings of all columns alive; null when there are none
  BadFields badFields = nullptr;   ///< only before operators that read whole columns (BadFields.h)
};

struct Chunk {
  uint32_t rows = 0;
  std::vector<Column> columns;
  std::vector<BadField> badFields = {}; ///< as those of a batch; only of tables within a plan
};

struct Table {
  RowSpec row;
  std::vector<Chunk> chunks;

  uint64_t rows() const;
};

/// Appends `b` to `a` without repeating buffers that are there already.
void mergeHeaps(HeapList &a, const HeapList &b);

/// Collects rows of batches into chunks of at most kSegmentRows rows.
class TableBuilder {
public:
  TableBuilder(RowSpec row, MemoryPool &pool);
  Status append(const Batch &batch);
  /// Rows `rows` of `batch`, in that order.
  Status appendRows(const Batch &batch, std::span<const uint32_t> rows);
  /// What was collected; the next row begins a new table.
  Result<Table> finish();

private:
  Status appendPart(const Batch &batch, uint32_t first, const uint32_t *picked, uint32_t count);
  void appendBadFields(const std::vector<BadField> &fields, uint32_t first, const uint32_t *picked, uint32_t count);
  Status reserveRows(uint32_t rows);
  Status reserveValidity(Column &column);
  void endChunk();

  Table table_;
  MemoryPool *pool_;
  Chunk chunk_;         // the one being filled; its columns have room for capacity_ rows
  HeapList chunkHeaps_; // of all its string-like columns
  uint32_t capacity_ = 0;
  bool hasStrings_ = false;
};

} // namespace flow::frame
