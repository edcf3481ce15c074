#pragma once
// The hash of keys in groups, joins and distinct: one multiplication to 128 bits per word, folded. All 64
// bits are well mixed; who uses several parts of a hash (slot, tag, partition) takes them from different
// bits. Equal in every process, so that nodes agree on partitions.

#include "runtime/abi/StringView.h"

#include <cstdint>
#include <cstring>

namespace flow::frame {

constexpr uint64_t kHashSeed = 0x9E3779B97F4A7C15;
constexpr uint64_t kHashFactor = 0xD1B54A32D192ED03;

inline uint64_t foldedProduct(uint64_t a, uint64_t b) {
  unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}
/// The hash of `word` after what `hash` stands for; begin with kHashSeed.
inline uint64_t hashWord(uint64_t hash, uint64_t word) { return foldedProduct(hash ^ word, kHashFactor); }

/// The hash of a text that does not fit into its view.
uint64_t hashLongText(const char *text, uint32_t length);

/// `words` are the two words of a StringView.
inline uint64_t hashText(uint64_t hash, const uint64_t *words) {
  uint64_t second = words[1];
  if (static_cast<uint32_t>(words[0]) > abi::StringView::kInlineBytes) [[unlikely]] {
    second = hashLongText(reinterpret_cast<const char *>(second), static_cast<uint32_t>(words[0]));
  }
  return hashWord(hashWord(hash, words[0]), second);
}
/// Whether two texts of the same length, more than 8 bytes, are equal. Inline, as most are short.
inline bool equalLongTexts(const char *a, const char *b, uint32_t length) {
  auto wordAt = [](const char *text, uint32_t at) {
    uint64_t word;
    std::memcpy(&word, text + at, sizeof word);
    return word;
  };
  for (uint32_t at = 0; at + 8 < length; at += 8) {
    if (wordAt(a, at) != wordAt(b, at)) return false;
  }
  return wordAt(a, length - 8) == wordAt(b, length - 8);
}
/// Whether two views, each given by its two words, hold the same text.
inline bool equalText(const uint64_t *a, const uint64_t *b) {
  if (a[0] != b[0]) return false; // length and prefix
  if (a[1] == b[1]) return true;
  auto length = static_cast<uint32_t>(a[0]);
  if (length <= abi::StringView::kInlineBytes) return false;
  return equalLongTexts(reinterpret_cast<const char *>(a[1]), reinterpret_cast<const char *>(b[1]), length);
}

} // namespace flow::frame
