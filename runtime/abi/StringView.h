#pragma once
// A string value as both sides keep it: 16 bytes, in columns and in registers.
//
//   bytes 0-3   length (u32)
//   bytes 4-15  the text itself, zero padded, when length <= 12
//   or 4-7      the first four bytes, and 8-15 a pointer to the whole text
//
// The view owns nothing: whoever holds views also holds the buffers behind them. Two views of at most 12 bytes are
// equal exactly when their 16 bytes are.

#include <cstdint>
#include <cstring>
#include <string_view>

namespace flow::abi {

struct StringView {
  static constexpr uint32_t kInlineBytes = 12;

  uint32_t length = 0;
  union {
    char inlined[12];
    struct {
      char prefix[4];
      const char *pointer;
    } __attribute__((packed)) outside;
  };

  StringView() : inlined{} {}
  StringView(const char *text, uint32_t size) : length(size), inlined{} {
    if (size <= kInlineBytes) {
      std::memcpy(inlined, text, size);
      return;
    }
    std::memcpy(outside.prefix, text, 4);
    outside.pointer = text;
  }
  explicit StringView(std::string_view text) : StringView(text.data(), static_cast<uint32_t>(text.size())) {}

  bool isInline() const { return length <= kInlineBytes; }
  const char *data() const { return isInline() ? inlined : outside.pointer; }
  std::string_view view() const { return {data(), length}; }

  friend bool operator==(const StringView &a, const StringView &b) {
    uint64_t wordsA[2], wordsB[2];
    std::memcpy(wordsA, &a, 16);
    std::memcpy(wordsB, &b, 16);
    if (wordsA[0] != wordsB[0]) return false; // length and prefix
    if (a.isInline()) return wordsA[1] == wordsB[1];
    return std::memcmp(a.outside.pointer, b.outside.pointer, a.length) == 0;
  }
  /// By bytes, which for UTF-8 is by code point.
  friend bool operator<(const StringView &a, const StringView &b) { return a.view() < b.view(); }
};
static_assert(sizeof(StringView) == 16);

/// The same 16 bytes as two words, the first one in `low`: so texts are passed in registers.
struct TextPair {
  uint64_t low, high;
};

} // namespace flow::abi
