#pragma once
// Numbers of at most eight characters, without a loop: the characters are one 64-bit word. Most numbers of
// most files are. All functions read eight bytes, whatever the length.

#include <cstdint>
#include <cstring>

namespace flow::frame {

namespace short_digits {

constexpr uint64_t kEach = 0x0101010101010101;

/// The first `length` (1 to 8) characters in the upper bytes of a word, the last one uppermost, zeros below.
inline uint64_t load(const char *text, uint32_t length) {
  uint64_t word;
  std::memcpy(&word, text, 8);
  return word << (64 - 8 * length);
}

/// Turns the upper `length` characters into values of digits; false when one is none.
inline bool toDigits(uint64_t &word, uint32_t length) {
  word ^= ('0' * kEach) << (64 - 8 * length);
  return (((word + 0x76 * kEach) | word) & (0x80 * kEach)) == 0; // each byte is at most 9
}

/// The number whose digits are the bytes, the most significant lowest.
inline uint64_t combine(uint64_t digits) {
  digits = digits * 10 + (digits >> 8); // pairs, in every other byte
  constexpr uint64_t kPairs = 0x000000FF000000FF;
  return ((digits & kPairs) * 0x000F424000000064 + ((digits >> 16) & kPairs) * 0x0000271000000001) >> 32;
}

} // namespace short_digits

/// Digits only; `length` is 1 to 8.
inline bool parseShortInteger(const char *text, uint32_t length, uint64_t &value) {
  uint64_t word = short_digits::load(text, length);
  if (!short_digits::toDigits(word, length)) return false;
  value = short_digits::combine(word);
  return true;
}

/// Digits with at most one point among them; `length` is 1 to 8. The number is value / 10^fraction.
inline bool parseShortDecimal(const char *text, uint32_t length, uint64_t &value, uint32_t &fraction) {
  using namespace short_digits;
  uint64_t word = load(text, length);
  uint64_t differs = word ^ ('.' * kEach);
  uint64_t points = (differs - kEach) & ~differs & (0x80 * kEach); // the lowest set bit is right
  fraction = 0;
  if (points != 0) {
    if (length == 1) return false;
    uint32_t shift = static_cast<uint32_t>(__builtin_ctzll(points)) / 8 * 8;
    uint64_t before = word & ((uint64_t(1) << shift) - 1);
    uint64_t after = word & (~uint64_t(0) << shift << 8);
    word = after | (before << 8);
    fraction = 7 - shift / 8;
    --length;
  }
  if (!toDigits(word, length)) return false;
  value = combine(word);
  return true;
}

} // namespace flow::frame
