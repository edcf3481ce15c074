#include "runtime/frame/io/arrow/SnappyDecoder.h"

#include <algorithm>
#include <cstring>

namespace flow::frame {

namespace {

/// A block is a length and then pieces: bytes as they are, or a copy of what was written before. The low two bits of a
/// piece's first byte are its kind.
enum Kind : uint32_t { kLiteral = 0, kShortCopy = 1, kCopy = 2, kFarCopy = 3 };
constexpr uint32_t kInlineLiteral = 60; // longer ones have their length in bytes of its own

uint32_t load32(const uint8_t *at) {
  uint32_t word;
  std::memcpy(&word, at, 4);
  return word;
}

/// 32 bytes, which the compiler moves in registers.
void move32(uint8_t *to, const uint8_t *from) {
  uint64_t words[4];
  std::memcpy(words, from, 32);
  std::memcpy(to, words, 32);
}

/// A copy that overlaps what it writes: it repeats the last `offset` bytes.
void repeatBytes(uint8_t *to, size_t offset, size_t length) {
  const uint8_t *from = to - offset;
  if (offset >= 8) { // words do not overlap
    for (size_t done = 0; done < length; done += 8) std::memcpy(to + done, from + done, 8);
    return;
  }
  for (size_t done = 0; done < length; ++done) to[done] = from[done];
}

class Decoder {
public:
  Decoder(const uint8_t *block, const uint8_t *blockEnd, uint8_t *result, size_t resultBytes)
      : in_(block), inEnd_(blockEnd), begin_(result), out_(result), outEnd_(result + resultBytes) {}

  bool run() {
    while (in_ < inEnd_) {
      if (inEnd_ - in_ >= kMargin) runFast();
      if (in_ < inEnd_ && !step()) return false;
    }
    return out_ == outEnd_;
  }

private:
  static constexpr ptrdiff_t kMargin = 128; // of the block, so that the fast loop may read ahead

  /// Short pieces, until one needs care. Which kind a piece has cannot be predicted, so there is no branch on it.
  void runFast() {
    const uint8_t *in = in_, *last = inEnd_ - kMargin;
    uint8_t *out = out_;
    while (in <= last) {
      uint32_t tag = *in, kind = tag & 3;
      uint32_t length = kind == kShortCopy ? 4 + (tag >> 2 & 7) : (tag >> 2) + 1;
      constexpr uint32_t kOffsetMasks[] = {0, 0xFF, 0xFFFF, 0};
      uint32_t offset = (load32(in + 1) & kOffsetMasks[kind]) + (kind == kShortCopy ? (tag >> 5) << 8 : 0);
      bool isLiteral = kind == kLiteral;
      const uint8_t *from = isLiteral ? in + 1 : out - offset;
      bool needsCare = kind == kFarCopy || (isLiteral && length > kInlineLiteral) ||
                       (!isLiteral && (offset < length || offset > static_cast<size_t>(out - begin_))) ||
                       length > static_cast<size_t>(outEnd_ - out);
      if (needsCare) break;
      move32(out, from);
      if (length > 32) move32(out + 32, from + 32);
      out += length;
      in += 1 + (isLiteral ? length : kind);
    }
    in_ = in;
    out_ = out;
  }

  /// One piece of any form.
  bool step() {
    uint32_t tag = *in_++, kind = tag & 3;
    size_t left = static_cast<size_t>(inEnd_ - in_);
    if (kind == kLiteral) {
      size_t length = (tag >> 2) + 1;
      if (length > kInlineLiteral) {
        size_t bytes = length - kInlineLiteral;
        if (bytes > left) return false;
        length = 0;
        for (size_t i = 0; i < bytes; ++i) length |= size_t{in_[i]} << 8 * i;
        ++length;
        in_ += bytes;
        left -= bytes;
      }
      if (length > left || length > static_cast<size_t>(outEnd_ - out_)) return false;
      std::memcpy(out_, in_, length);
      in_ += length;
      out_ += length;
      return true;
    }
    size_t bytes = kind == kFarCopy ? 4 : kind;
    if (bytes > left) return false;
    size_t offset = 0;
    for (size_t i = 0; i < bytes; ++i) offset |= size_t{in_[i]} << 8 * i;
    if (kind == kShortCopy) offset |= size_t{tag >> 5} << 8;
    size_t length = kind == kShortCopy ? 4 + (tag >> 2 & 7) : (tag >> 2) + 1;
    in_ += bytes;
    if (offset == 0 || offset > static_cast<size_t>(out_ - begin_) || length > static_cast<size_t>(outEnd_ - out_))
      return false;
    repeatBytes(out_, offset, length);
    out_ += length;
    return true;
  }

  const uint8_t *in_, *inEnd_;
  uint8_t *begin_, *out_, *outEnd_;
};

/// The bytes of the length at the begin of a block, or 0 when there is none.
size_t readLength(const uint8_t *block, size_t bytes, size_t &result) {
  result = 0;
  for (size_t i = 0; i < std::min<size_t>(bytes, 5); ++i) {
    result |= size_t{block[i] & 0x7Fu} << 7 * i;
    if ((block[i] & 0x80) == 0) return result <= UINT32_MAX ? i + 1 : 0;
  }
  return 0;
}

} // namespace

bool snappyLength(const uint8_t *block, size_t bytes, size_t &result) { return readLength(block, bytes, result) != 0; }

bool snappyDecompress(const uint8_t *block, size_t bytes, uint8_t *result, size_t resultBytes) {
  size_t length;
  size_t header = readLength(block, bytes, length);
  if (header == 0 || length != resultBytes) return false;
  return Decoder(block + header, block + bytes, result, resultBytes).run();
}

} // namespace flow::frame
