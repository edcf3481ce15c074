#pragma once
// Finds, 64 bytes at a time, the delimiters and line feeds of CSV text that end a field, leaving out those in
// quotes.
//
// A vector comparison gives a bit per byte for each special character; the bytes in quotes are those behind
// an odd number of quotes (a prefix sum of the quote bits without carry). That is right as long as each
// opening quote begins a field, which is checked with the same masks; a block with another quote is done
// again byte by byte.

#include "runtime/frame/io/csv/CsvDialect.h"

#include <cstdint>
#include <cstring>

namespace flow::frame {

/// A bit per byte, the lowest for the first.
struct BlockMasks {
  uint64_t ends = 0;      ///< characters that end a field
  uint64_t lineFeeds = 0; ///< those of them that end a row
  uint64_t highBytes = 0; ///< bytes that are not ASCII
};

class StructuralScanner {
public:
  static constexpr uint32_t kBlockBytes = 64;

  explicit StructuralScanner(CsvDialect dialect) : dialect_(dialect) {}

  /// The text that follows begins a row.
  void beginRow() {
    inQuotes_ = 0;
    fieldMayBegin_ = 1;
    afterQuote_ = false;
  }
  bool isInQuotes() const { return inQuotes_ != 0; }

  /// The next block, of which the lowest `bytes` bytes count (fewer than kBlockBytes only at the end of the
  /// text); all kBlockBytes are readable.
  BlockMasks next(const char *block, uint32_t bytes = kBlockBytes);

private:
  // The compiler makes of these whatever vectors the target has.
  using Bytes = char __attribute__((vector_size(kBlockBytes)));
  using Bits = bool __attribute__((ext_vector_type(kBlockBytes)));

  static uint64_t equalTo(const Bytes &bytes, char value) {
    Bytes wanted = Bytes{} + value;
    return __builtin_bit_cast(uint64_t, __builtin_convertvector(bytes == wanted, Bits));
  }
  static uint64_t prefixXor(uint64_t bits) {
    for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
  }
  BlockMasks nextByBytes(const char *block, uint32_t bytes, uint64_t highBytes);

  CsvDialect dialect_;
  uint64_t inQuotes_ = 0; // all ones: the next byte is inside quotes
  uint64_t fieldMayBegin_ =
      1; // 1: the byte before ended a field, or is a quote that closed or was the first of two
  bool afterQuote_ = false; // the latter
};

inline BlockMasks StructuralScanner::next(const char *block, uint32_t count) {
  Bytes bytes;
  std::memcpy(&bytes, block, sizeof bytes);
  uint64_t counted = count == kBlockBytes ? ~uint64_t(0) : (uint64_t(1) << count) - 1;
  uint64_t quotes = dialect_.quote ? equalTo(bytes, dialect_.quote) & counted : 0;
  BlockMasks masks;
  masks.lineFeeds = equalTo(bytes, '\n') & counted;
  masks.ends = (equalTo(bytes, dialect_.delimiter) & counted) | masks.lineFeeds;
  masks.highBytes = __builtin_bit_cast(uint64_t, __builtin_convertvector(bytes < 0, Bits)) & counted;
  if ((quotes | inQuotes_) == 0) { // most blocks of most files
    fieldMayBegin_ = masks.ends >> 63;
    afterQuote_ = false;
    return masks;
  }
  uint64_t inside = prefixXor(quotes) ^ inQuotes_; // opening quotes are inside, closing ones not
  uint64_t ends = masks.ends & ~inside;
  uint64_t closing = quotes & ~inside;
  uint64_t begins = ((ends | closing) << 1) | fieldMayBegin_;
  if ((quotes & inside & ~begins) != 0) [[unlikely]]
    return nextByBytes(block, count, masks.highBytes);
  masks.ends = ends;
  masks.lineFeeds &= ~inside;
  inQuotes_ = static_cast<uint64_t>(static_cast<int64_t>(inside) >> 63);
  fieldMayBegin_ = (ends | closing) >> 63;
  afterQuote_ = closing >> 63;
  return masks;
}

} // namespace flow::frame
