#include "runtime/frame/io/arrow/SnappyDecoder.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace flow::frame {

namespace {

/// Builds blocks piece by piece, and what they stand for.
struct Block {
  std::string pieces, result;

  Block &literal(const std::string &bytes) {
    size_t length = bytes.size() - 1;
    if (length < 60) {
      pieces += static_cast<char>(length << 2);
    } else {
      int count = length < 256 ? 1 : length < 65536 ? 2 : 3;
      pieces += static_cast<char>((59 + count) << 2);
      for (int i = 0; i < count; ++i) pieces += static_cast<char>(length >> 8 * i);
    }
    pieces += bytes;
    result += bytes;
    return *this;
  }
  Block &copy(size_t offset, size_t length, int form) {
    if (form == 1) {
      pieces += static_cast<char>(offset >> 8 << 5 | (length - 4) << 2 | 1);
      pieces += static_cast<char>(offset);
    } else {
      pieces += static_cast<char>((length - 1) << 2 | (form == 2 ? 2 : 3));
      for (int i = 0; i < (form == 2 ? 2 : 4); ++i) pieces += static_cast<char>(offset >> 8 * i);
    }
    for (size_t i = 0; i < length; ++i) result += result[result.size() - offset];
    return *this;
  }
  std::string block() const {
    std::string text;
    size_t length = result.size();
    for (; length >= 0x80; length >>= 7) text += static_cast<char>(length | 0x80);
    return text + static_cast<char>(length) + pieces;
  }
};

std::string decompressed(const std::string &block) {
  const auto *bytes = reinterpret_cast<const uint8_t *>(block.data());
  size_t length = 0;
  if (!snappyLength(bytes, block.size(), length)) return "no length";
  if (length > 10'000'000) return "too long";
  std::string result(length + kSnappySlack, '\0');
  if (!snappyDecompress(bytes, block.size(), reinterpret_cast<uint8_t *>(result.data()), length)) return "damaged";
  result.resize(length);
  return result;
}

} // namespace

TEST(SnappyDecoder, Pieces) {
  Block block;
  block.literal("abcdefgh").copy(8, 8, 1).copy(1, 20, 2).copy(3, 64, 2).copy(8, 60, 3).literal(std::string(100, 'x'));
  block.literal(std::string(300, 'y')).copy(2000 % block.result.size(), 11, 1).literal(std::string(70'000, 'z'));
  block.copy(65'535, 64, 2).copy(70'000, 33, 3).literal("end");
  EXPECT_EQ(decompressed(block.block()), block.result);
  EXPECT_EQ(decompressed(std::string(1, '\0')), "");
}

TEST(SnappyDecoder, RandomPieces) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    Block block;
    block.literal("seed of the text");
    for (int piece = 0; piece < 300; ++piece) {
      size_t offset = 1 + random() % std::min<size_t>(block.result.size(), round % 2 ? 2000 : 20);
      switch (random() % 4) {
      case 0: block.literal(std::string(1 + random() % 90, static_cast<char>('a' + random() % 26))); break;
      case 1: block.copy(offset, 4 + random() % 8, 1); break;
      case 2: block.copy(offset, 1 + random() % 64, 2); break;
      default: block.copy(offset, 1 + random() % 64, 3); break;
      }
    }
    ASSERT_EQ(decompressed(block.block()), block.result) << round;
  }
}

TEST(SnappyDecoder, DamagedBlocks) {
  EXPECT_EQ(decompressed(""), "no length");
  EXPECT_EQ(decompressed("\xFF\xFF\xFF\xFF\xFF"), "no length");
  EXPECT_EQ(decompressed("\x05"), "damaged") << "no pieces";
  EXPECT_EQ(decompressed(std::string("\x03\x08"
                                     "ab",
                                     4)),
            "damaged")
      << "a literal beyond the block";
  EXPECT_EQ(decompressed(std::string("\x02\x08"
                                     "abc",
                                     5)),
            "damaged")
      << "a literal beyond the result";
  EXPECT_EQ(decompressed(std::string("\x08\x0C"
                                     "abcd\x01\x05",
                                     8)),
            "damaged")
      << "a copy from before the result";
  EXPECT_EQ(decompressed(std::string("\x08\x0C"
                                     "abcd\x01\x00",
                                     8)),
            "damaged")
      << "a copy from nowhere";
  EXPECT_EQ(decompressed(std::string("\x05\x0C"
                                     "abcd\x01\x04",
                                     8)),
            "damaged")
      << "a copy beyond the result";
  EXPECT_EQ(decompressed(std::string("\x04\xFC\xFF\xFF", 4)), "damaged") << "half a length";
}

TEST(SnappyDecoder, NeverLeavesItsMemory) {
  std::mt19937_64 random(5);
  Block block;
  block.literal("0123456789");
  for (int piece = 0; piece < 200; ++piece) block.copy(1 + random() % 9, 4 + random() % 8, 1).literal("abc");
  std::string good = block.block();
  for (int round = 0; round < 3000; ++round) {
    std::string bad = good;
    for (int change = 0; change < 3; ++change) bad[random() % bad.size()] = static_cast<char>(random());
    bad.resize(bad.size() - random() % 100);
    bad.shrink_to_fit();
    decompressed(bad);
  }
}

} // namespace flow::frame
