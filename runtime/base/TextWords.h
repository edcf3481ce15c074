#pragma once
// A text in two registers. Generated code writes and reads texts word by word; a function that read all 16 bytes at
// once, or wrote them in other pieces, would make the processor wait until the store has reached the cache. Short texts
// are made by shifts for the same reason.

#include "runtime/abi/Objects.h"

namespace flow {

struct TextWords {
  uint64_t low, high;

  explicit TextWords(const abi::StringView &text) {
    std::memcpy(&low, &text, 8);
    std::memcpy(&high, reinterpret_cast<const char *>(&text) + 8, 8);
  }
  /// Inline: the bytes, the first one lowest; those behind the last are zero.
  TextWords(uint32_t length, unsigned __int128 bytes)
      : low(static_cast<uint64_t>(bytes) << 32 | length), high(static_cast<uint64_t>(bytes >> 32)) {}
  TextWords(uint32_t length, uint32_t prefix, const char *bytes)
      : low(uint64_t{prefix} << 32 | length), high(reinterpret_cast<uint64_t>(bytes)) {}

  uint32_t length() const { return static_cast<uint32_t>(low); }
  uint32_t prefix() const { return static_cast<uint32_t>(low >> 32); }
  bool isInline() const { return length() <= abi::StringView::kInlineBytes; }
  unsigned __int128 inlined() const { return (static_cast<unsigned __int128>(high) << 64 | low) >> 32; }
  const char *outside() const { return reinterpret_cast<const char *>(high); }
  abi::TextObject *object() const { return reinterpret_cast<abi::TextObject *>(high - sizeof(abi::TextObject)); }

  void store(abi::StringView *out) const {
    std::memcpy(out, &low, 8);
    std::memcpy(reinterpret_cast<char *>(out) + 8, &high, 8);
  }
  /// To where there is room for `room` bytes, at least the length.
  void copyTo(char *to, size_t room) const {
    if (!isInline()) {
      std::memcpy(to, outside(), length());
    } else if (room >= abi::StringView::kInlineBytes) {
      unsigned __int128 bytes = inlined();
      auto first = static_cast<uint64_t>(bytes);
      auto rest = static_cast<uint32_t>(bytes >> 64);
      std::memcpy(to, &first, 8);
      std::memcpy(to + 8, &rest, 4);
    } else {
      unsigned __int128 bytes = inlined();
      for (uint32_t i = 0; i < length(); ++i, bytes >>= 8) to[i] = static_cast<char>(bytes);
    }
  }
};

} // namespace flow
