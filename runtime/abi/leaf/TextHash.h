#pragma once
// The hash of a text, of its words in registers: of a short one it is one multiplication.

#include "runtime/abi/StringView.h"

namespace flow::abi {

namespace hashing {

constexpr uint64_t kSeedA = 0xa0761d6478bd642f, kSeedB = 0xe7037ed1a0b428db;

inline uint64_t loadWord(const char *at) {
  uint64_t word;
  __builtin_memcpy(&word, at, 8);
  return word;
}

/// Mixes both halves of a 128-bit product (as wyhash does).
inline uint64_t mix(uint64_t a, uint64_t b) {
  auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

} // namespace hashing

inline uint64_t hashOfText(TextPair text) {
  using namespace hashing;
  auto length = static_cast<uint32_t>(text.low);
  if (length <= StringView::kInlineBytes) return mix(text.low ^ kSeedA, text.high ^ kSeedB);
  const char *begin = reinterpret_cast<const char *>(text.high), *at = begin;
  uint64_t state = kSeedA ^ length;
  for (uint32_t left = length; left > 16; left -= 16, at += 16)
    state = mix(loadWord(at) ^ kSeedB, loadWord(at + 8) ^ state);
  // The last 16 bytes, some of them perhaps again; of texts of 13 to 15 bytes the first eight and the last.
  const char *end = begin + length;
  const char *first = length >= 16 ? end - 16 : begin;
  return mix(loadWord(first) ^ kSeedB ^ state, loadWord(end - 8) ^ kSeedA);
}

} // namespace flow::abi
