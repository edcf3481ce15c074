#include "runtime/frame/io/arrow/ArrayBuilding.h"

#include <arrow/array/data.h>
#include <arrow/buffer.h>
#include <arrow/util/bit_util.h>
#include <parquet/exception.h>

#include <cstring>

namespace flow::frame {

namespace {

using abi::ColumnKind;
using abi::StringView;
using BufferPointer = std::shared_ptr<::arrow::Buffer>;

BufferPointer allocate(int64_t bytes, ::arrow::MemoryPool *pool) {
  PARQUET_ASSIGN_OR_THROW(auto buffer, ::arrow::AllocateBuffer(bytes, pool));
  return buffer;
}

/// One bit for each byte that is not zero.
BufferPointer packBits(const uint8_t *bytes, uint64_t rows, ::arrow::MemoryPool *pool, int64_t &ones) {
  BufferPointer buffer = allocate(::arrow::bit_util::BytesForBits(static_cast<int64_t>(rows)), pool);
  uint8_t *bits = buffer->mutable_data();
  std::memset(bits, 0, static_cast<size_t>(buffer->size()));
  ones = 0;
  for (uint64_t row = 0; row < rows; ++row) {
    uint8_t bit = bytes[row] != 0;
    bits[row / 8] = static_cast<uint8_t>(bits[row / 8] | bit << row % 8);
    ones += bit;
  }
  return buffer;
}

/// The values where they are.
BufferPointer borrow(const void *data, uint64_t first, uint64_t rows, size_t bytes) {
  const uint8_t *begin = static_cast<const uint8_t *>(data) + first * bytes;
  return std::make_shared<::arrow::Buffer>(begin, static_cast<int64_t>(rows * bytes));
}

BufferPointer widen(const int64_t *values, uint64_t rows, ::arrow::MemoryPool *pool) {
  BufferPointer buffer = allocate(static_cast<int64_t>(rows * sizeof(__int128)), pool);
  for (uint64_t row = 0; row < rows; ++row) {
    __int128 wide = values[row];
    std::memcpy(buffer->mutable_data() + row * sizeof wide, &wide, sizeof wide);
  }
  return buffer;
}

/// Offsets and bytes.
std::pair<BufferPointer, BufferPointer> joinTexts(const StringView *texts, uint64_t rows, ::arrow::MemoryPool *pool) {
  BufferPointer offsets = allocate(static_cast<int64_t>((rows + 1) * sizeof(int32_t)), pool);
  auto *ends = reinterpret_cast<int32_t *>(offsets->mutable_data());
  int64_t bytes = 0;
  for (uint64_t row = 0; row < rows; ++row) {
    ends[row] = static_cast<int32_t>(bytes);
    bytes += texts[row].length;
  }
  ends[rows] = static_cast<int32_t>(bytes);
  BufferPointer joined = allocate(bytes, pool);
  uint8_t *at = joined->mutable_data();
  for (uint64_t row = 0; row < rows; ++row) {
    std::memcpy(at, texts[row].data(), texts[row].length);
    at += texts[row].length;
  }
  return {offsets, joined};
}

} // namespace

std::shared_ptr<::arrow::Array> makeArray(const abi::ColumnType &type, const std::shared_ptr<::arrow::DataType> &as,
                                          const WrittenColumn &column, uint64_t first, uint64_t rows,
                                          ::arrow::MemoryPool *pool) {
  int64_t present = static_cast<int64_t>(rows);
  std::vector<BufferPointer> buffers{nullptr};
  if (column.valid) buffers[0] = packBits(column.valid + first, rows, pool, present);
  if (abi::isStringLike(type.kind)) {
    auto [offsets, bytes] = joinTexts(static_cast<const StringView *>(column.data) + first, rows, pool);
    buffers.insert(buffers.end(), {offsets, bytes});
  } else if (type.kind == ColumnKind::Bool) {
    int64_t ones;
    buffers.push_back(packBits(static_cast<const uint8_t *>(column.data) + first, rows, pool, ones));
  } else if (type.kind == ColumnKind::Decimal64) {
    buffers.push_back(widen(static_cast<const int64_t *>(column.data) + first, rows, pool));
  } else {
    buffers.push_back(borrow(column.data, first, rows, abi::bytesOf(type.kind)));
  }
  auto length = static_cast<int64_t>(rows);
  return ::arrow::MakeArray(::arrow::ArrayData::Make(as, length, std::move(buffers), length - present));
}

} // namespace flow::frame
