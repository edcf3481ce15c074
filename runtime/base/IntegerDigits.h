#pragma once
// Integers as decimal digits, four at a time: into memory whose size is known before, or into registers.

#include "runtime/base/TextWords.h"

#include <array>
#include <bit>

namespace flow {

namespace digits {

/// The two digits of 0 to 99, the first one in the lower byte.
constexpr std::array<uint16_t, 100> kPairs = [] {
  std::array<uint16_t, 100> pairs{};
  for (uint16_t i = 0; i < 100; ++i) pairs[i] = static_cast<uint16_t>(('0' + i / 10) | ('0' + i % 10) << 8);
  return pairs;
}();

/// Four digits of a number below 10,000, the first one lowest.
inline uint32_t fourDigits(uint64_t number) {
  return kPairs[number / 100] | uint32_t{kPairs[number % 100]} << 16;
}

/// The least number with one digit more than the index.
constexpr std::array<uint64_t, 20> kLeast = [] {
  std::array<uint64_t, 20> powers{};
  for (uint64_t i = 1, power = 10; i < powers.size(); ++i, power *= 10) powers[i] = power;
  return powers;
}();

} // namespace digits

/// An integer of 64 bits, to be written.
struct IntegerDigits {
  uint64_t magnitude;
  bool isNegative;

  explicit IntegerDigits(uint64_t value) : magnitude(value), isNegative(false) {}
  explicit IntegerDigits(int64_t value)
      : magnitude(value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value)), isNegative(value < 0) {}

  /// Characters, with the sign.
  uint32_t length() const {
    auto bits = static_cast<uint32_t>(std::bit_width(magnitude | 1));
    uint32_t about = bits * 1233 >> 12; // times log10(2)
    return about + (magnitude >= digits::kLeast[about]) + isNegative;
  }
  /// Characters are at most twelve: a text in registers.
  bool isShort() const { return magnitude < 100'000'000'000; }
  TextWords shortText(uint32_t length) const {
    TextWords::Bytes bytes = 0;
    uint64_t left = magnitude;
    for (; left >= 10000; left /= 10000) bytes = bytes << 32 | digits::fourDigits(left % 10000);
    if (left >= 100) {
      bytes = bytes << 16 | digits::kPairs[left % 100];
      left /= 100;
    }
    bytes = left >= 10 ? bytes << 16 | digits::kPairs[left] : bytes << 8 | ('0' + left);
    if (isNegative) bytes = bytes << 8 | '-';
    return {length, bytes};
  }
  /// Writes so many characters as `length` said, up to `end`.
  void write(char *end) const {
    uint64_t left = magnitude;
    for (; left >= 10000; left /= 10000) storeWord(end -= 4, digits::fourDigits(left % 10000));
    if (left >= 100) {
      storeWord(end -= 2, digits::kPairs[left % 100]);
      left /= 100;
    }
    if (left >= 10)
      storeWord(end -= 2, digits::kPairs[left]);
    else
      *--end = static_cast<char>('0' + left);
    if (isNegative) *--end = '-';
  }
};

} // namespace flow
