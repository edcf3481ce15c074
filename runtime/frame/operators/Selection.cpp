#include "runtime/frame/operators/Selection.h"

#include "runtime/frame/operators/KindDispatch.h"

#include <bit>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace flow::frame {

namespace {

/// Vector code writes whole registers.
constexpr size_t kRoomBehind = 64;

#if defined(__AVX2__)
/// For each byte of mask bits the positions of its ones, one position a byte.
struct PositionTable {
  uint64_t positions[256] = {};
  constexpr PositionTable() {
    for (unsigned bits = 0; bits < 256; ++bits) {
      unsigned found = 0;
      for (unsigned bit = 0; bit < 8; ++bit) {
        if (bits >> bit & 1) positions[bits] |= static_cast<uint64_t>(bit) << (8 * found++);
      }
    }
  }
};
constexpr PositionTable kPositions;

/// Whole blocks of 8 rows; returns how many row numbers were written.
uint32_t selectBlocks(const uint8_t *mask, uint32_t rowCount, uint32_t *out, uint8_t *blockBits) {
  uint32_t count = 0;
  for (uint32_t row = 0; row < rowCount; row += 8) {
    __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i *>(mask + row));
    unsigned isZero = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_setzero_si128())));
    unsigned bits = ~isZero & 0xFF;
    blockBits[row / Selection::kBlock] = static_cast<uint8_t>(bits);
    __m128i positions = _mm_loadl_epi64(reinterpret_cast<const __m128i *>(&kPositions.positions[bits]));
    __m256i rows =
        _mm256_add_epi32(_mm256_cvtepu8_epi32(positions), _mm256_set1_epi32(static_cast<int>(row)));
    _mm256_storeu_si256(reinterpret_cast<__m256i *>(out + count), rows);
    count += static_cast<uint32_t>(std::popcount(bits));
  }
  return count;
}
#endif

#if defined(__x86_64__)
#define FLOW_AVX512 __attribute__((target("avx512f,avx512vl")))

FLOW_AVX512 char *compact8(char *to, const char *from, const uint8_t *bits, uint32_t blocks) {
  for (uint32_t block = 0; block < blocks; ++block, from += 64) {
    __m512i values = _mm512_loadu_si512(from);
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi64(bits[block], values));
    to += 8 * std::popcount(bits[block]);
  }
  return to;
}

FLOW_AVX512 char *compact4(char *to, const char *from, const uint8_t *bits, uint32_t blocks) {
  for (uint32_t block = 0; block < blocks; ++block, from += 32) {
    __m256i values = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(from));
    _mm256_storeu_si256(reinterpret_cast<__m256i *>(to), _mm256_maskz_compress_epi32(bits[block], values));
    to += 4 * std::popcount(bits[block]);
  }
  return to;
}

bool hasAvx512() {
  static const bool kHas = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
  return kHas;
}
#endif

} // namespace

void Selection::setFromMask(const uint8_t *mask, uint32_t rowCount) {
  count = 0;
  uint32_t row = 0;
#if defined(__AVX2__)
  row = rowCount / kBlock * kBlock;
  count = selectBlocks(mask, row, rows.data(), bits.data());
  wholeBlocks = row / kBlock;
#endif
  for (; row < rowCount; ++row) {
    rows[count] = row;
    count += mask[row] != 0;
  }
}

void gatherValues(void *to, const void *from, size_t width, const uint32_t *rows, uint32_t count) {
  dispatchWidth(width, [&](auto zero) {
    using T = decltype(zero);
    T *out = static_cast<T *>(to);
    const T *in = static_cast<const T *>(from);
    for (uint32_t row = 0; row < count; ++row) out[row] = in[rows[row]];
  });
}

void compactValues(void *to, const void *from, size_t width, const Selection &selection) {
  uint32_t done = 0;
#if defined(__x86_64__)
  if ((width == 8 || width == 4) && hasAvx512()) {
    char *begin = static_cast<char *>(to);
    const char *source = static_cast<const char *>(from);
    char *end = width == 8 ? compact8(begin, source, selection.bits.data(), selection.wholeBlocks)
                           : compact4(begin, source, selection.bits.data(), selection.wholeBlocks);
    done = static_cast<uint32_t>(static_cast<size_t>(end - begin) / width);
  }
#endif
  gatherValues(static_cast<char *>(to) + done * width, from, width, selection.rows.data() + done,
               selection.count - done);
}

Status BatchBuffer::prepare(size_t slot, abi::ColumnKind kind, bool withValidity) {
  while (slots_.size() <= slot) slots_.emplace_back(*pool_);
  FLOW_TRY(slots_[slot].data.reserve(abi::kBatchRows * abi::bytesOf(kind) + kRoomBehind));
  if (withValidity) FLOW_TRY(slots_[slot].valid.reserve(abi::kBatchRows));
  return {};
}

Result<ColumnView> BatchBuffer::gather(size_t slot, const ColumnView &from, const uint32_t *rows,
                                       uint32_t count) {
  FLOW_TRY(prepare(slot, from.type.kind, from.valid != nullptr));
  gatherValues(data(slot), from.data, abi::bytesOf(from.type.kind), rows, count);
  if (from.valid) gatherValues(valid(slot), from.valid, 1, rows, count);
  return ColumnView{from.type, data(slot), from.valid ? valid(slot) : nullptr};
}

Result<ColumnView> BatchBuffer::gather(size_t slot, const ColumnView &from, const Selection &selection) {
  FLOW_TRY(prepare(slot, from.type.kind, from.valid != nullptr));
  compactValues(data(slot), from.data, abi::bytesOf(from.type.kind), selection);
  if (from.valid) gatherValues(valid(slot), from.valid, 1, selection.rows.data(), selection.count);
  return ColumnView{from.type, data(slot), from.valid ? valid(slot) : nullptr};
}

} // namespace flow::frame
