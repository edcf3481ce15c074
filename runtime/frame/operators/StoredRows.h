#pragma once
// Rows that an operator keeps to find them again in any order: the build side of a join, what is sorted. They
// stay in the chunks in which they were collected. A row is named by a u32, the number of its chunk in the
// upper half and its place there in the lower; names ascend in source order.

#include "runtime/frame/Column.h"

namespace flow::frame {

class StoredRows {
public:
  static constexpr uint32_t kNoRow = UINT32_MAX;   ///< of an outer join: there is no row
  static constexpr size_t kChunksMax = UINT16_MAX; ///< so that no row is called kNoRow

  StoredRows(RowSpec row, std::vector<Chunk> chunks);

  uint64_t rows() const { return rowCount_; }
  const RowSpec &row() const { return row_; }
  /// Keeps the texts of all columns alive; null when there are none.
  const std::shared_ptr<const Buffer> &texts() const { return texts_; }
  /// The name of row number `sequence` of all.
  uint32_t name(uint64_t sequence) const;
  /// The number of rows in the same chunk from `name` on.
  uint32_t leftInChunk(uint32_t name) const { return chunks_[name >> 16].rows - (name & 0xFFFF); }

  /// Copies values of a column. Where `mayMiss`, kNoRow gives a null. `valid` is written when hasValidity()
  /// or mayMiss.
  void gather(uint32_t column, const uint32_t *names, uint32_t count, bool mayMiss, void *data,
              uint8_t *valid) const;
  bool hasValidity(uint32_t column) const { return columns_[column].hasValidity; }
  /// One value.
  template <typename T> const T &value(uint32_t column, uint32_t name) const {
    return reinterpret_cast<const T *>(columns_[column].data[name >> 16])[name & 0xFFFF];
  }
  /// A new chunk of all columns of these rows; none is missing.
  Result<Chunk> makeChunk(std::span<const uint32_t> names, MemoryPool &pool) const;
  size_t chunkCount() const { return chunks_.size(); }
  const Chunk &chunk(size_t number) const { return chunks_[number]; }
  /// The number of a chunk's first row among all.
  uint64_t firstOfChunk(size_t number) const { return firstOfChunk_[number]; }

private:
  struct ColumnBases {
    std::vector<const char *> data; ///< of each chunk
    std::vector<const uint8_t *> valid;
    bool hasValidity = false;
  };

  RowSpec row_;
  std::vector<Chunk> chunks_;
  std::vector<uint64_t> firstOfChunk_;
  std::vector<ColumnBases> columns_;
  std::shared_ptr<const Buffer> texts_;
  uint64_t rowCount_ = 0;
};

} // namespace flow::frame
