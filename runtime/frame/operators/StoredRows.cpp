#include "runtime/frame/operators/StoredRows.h"

#include "runtime/frame/operators/ColumnMemory.h"
#include "runtime/frame/operators/KindDispatch.h"

#include <algorithm>

namespace flow::frame {

StoredRows::StoredRows(RowSpec row, std::vector<Chunk> chunks)
    : row_(std::move(row)), chunks_(std::move(chunks)) {
  FLOW_CHECK_LE(chunks_.size(), kChunksMax, "chunks of a join table");
  columns_.resize(row_.size());
  HeapList texts;
  for (const Chunk &chunk : chunks_) {
    firstOfChunk_.push_back(rowCount_);
    rowCount_ += chunk.rows;
    for (size_t column = 0; column < row_.size(); ++column) {
      ColumnView view = chunk.columns[column].view();
      columns_[column].data.push_back(view.as<char>());
      columns_[column].valid.push_back(view.valid);
      columns_[column].hasValidity |= view.valid != nullptr;
      texts.insert(texts.end(), chunk.columns[column].heaps.begin(), chunk.columns[column].heaps.end());
    }
  }
  std::sort(texts.begin(), texts.end()); // there may be many, mostly shared by chunks
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  texts_ = bundle(std::move(texts));
}

uint32_t StoredRows::name(uint64_t sequence) const {
  auto after = std::upper_bound(firstOfChunk_.begin(), firstOfChunk_.end(), sequence);
  auto chunk = static_cast<uint32_t>(after - firstOfChunk_.begin() - 1);
  return chunk << 16 | static_cast<uint32_t>(sequence - firstOfChunk_[chunk]);
}

namespace {

template <typename T, bool MayMiss>
void gatherData(const std::vector<const char *> &bases, const uint32_t *names, uint32_t count, T *out) {
  const char *const *base = bases.data();
  for (uint32_t row = 0; row < count; ++row) {
    const uint32_t name = names[row];
    if constexpr (MayMiss) {
      if (name == StoredRows::kNoRow) {
        out[row] = T{};
        continue;
      }
    }
    out[row] = reinterpret_cast<const T *>(base[name >> 16])[name & 0xFFFF];
  }
}

} // namespace

void StoredRows::gather(uint32_t column, const uint32_t *names, uint32_t count, bool mayMiss, void *data,
                        uint8_t *valid) const {
  const ColumnBases &bases = columns_[column];
  dispatchWidth(abi::bytesOf(row_[column].type.kind), [&](auto zero) {
    using T = decltype(zero);
    if (mayMiss)
      gatherData<T, true>(bases.data, names, count, static_cast<T *>(data));
    else
      gatherData<T, false>(bases.data, names, count, static_cast<T *>(data));
  });
  if (!mayMiss && !bases.hasValidity) return;
  for (uint32_t row = 0; row < count; ++row) {
    const uint32_t name = names[row];
    const uint8_t *base = name == kNoRow ? nullptr : bases.valid[name >> 16];
    valid[row] = name != kNoRow && (!base || base[name & 0xFFFF]);
  }
}

Result<Chunk> StoredRows::makeChunk(std::span<const uint32_t> names, MemoryPool &pool) const {
  Chunk chunk;
  chunk.rows = static_cast<uint32_t>(names.size());
  for (uint32_t index = 0; index < row_.size(); ++index) {
    ColumnType type = row_[index].type;
    type.nullable = hasValidity(index);
    Result<Column> column = makeColumn(type, chunk.rows, pool);
    if (!column.ok()) return column.takeFailure();
    column->type = row_[index].type;
    gather(index, names.data(), chunk.rows, false, column->data->data(), validityOf(*column));
    if (abi::isStringLike(type.kind) && texts_) column->heaps.push_back(texts_);
    dropFullValidity(*column);
    chunk.columns.push_back(std::move(*column));
  }
  return chunk;
}

} // namespace flow::frame
