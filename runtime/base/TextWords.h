#pragma once
// A text in two registers. Generated code writes and reads texts word by word; a function that read all 16 bytes at
// once, or wrote them in other pieces, would make the processor wait until the store has reached the cache. Short texts
// are made by shifts for the same reason.

#include "runtime/abi/Objects.h"

namespace flow {

template <typename Word> Word loadWord(const char *at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}
template <typename Word> void storeWord(char *at, Word word) { std::memcpy(at, &word, sizeof word); }

/// Of more than twelve bytes; most are few.
inline void copyLong(char *to, const char *from, size_t bytes) {
  if (bytes > 32) {
    std::memcpy(to, from, bytes);
  } else if (bytes >= 16) { // the halves overlap
    auto first = loadWord<unsigned __int128>(from), last = loadWord<unsigned __int128>(from + bytes - 16);
    storeWord(to, first);
    storeWord(to + bytes - 16, last);
  } else {
    auto first = loadWord<uint64_t>(from), last = loadWord<uint64_t>(from + bytes - 8);
    storeWord(to, first);
    storeWord(to + bytes - 8, last);
  }
}

struct TextWords {
  using Bytes = unsigned __int128; ///< of a short text: the first byte lowest, those behind the last are zero

  uint64_t low = 0, high = 0;

  TextWords() = default;
  TextWords(abi::TextPair pair) : low(pair.low), high(pair.high) {}
  explicit TextWords(const abi::StringView &text)
      : TextWords(abi::TextPair{loadWord<uint64_t>(reinterpret_cast<const char *>(&text)),
                                loadWord<uint64_t>(reinterpret_cast<const char *>(&text) + 8)}) {}
  /// Inline.
  TextWords(uint32_t length, Bytes bytes)
      : low(static_cast<uint64_t>(bytes) << 32 | length), high(static_cast<uint64_t>(bytes >> 32)) {}
  TextWords(uint32_t length, uint32_t prefix, const char *bytes)
      : low(uint64_t{prefix} << 32 | length), high(reinterpret_cast<uint64_t>(bytes)) {}
  /// A view of bytes in memory, which are looked at now when they are few.
  static TextWords of(const char *bytes, uint32_t length) {
    if (length > abi::StringView::kInlineBytes) return {length, loadWord<uint32_t>(bytes), bytes};
    return {length, shortBytes(bytes, length)};
  }
  operator abi::TextPair() const { return {low, high}; }

  uint32_t length() const { return static_cast<uint32_t>(low); }
  uint32_t prefix() const { return static_cast<uint32_t>(low >> 32); }
  bool isInline() const { return length() <= abi::StringView::kInlineBytes; }
  Bytes inlined() const { return (static_cast<Bytes>(high) << 64 | low) >> 32; }
  const char *outside() const { return reinterpret_cast<const char *>(high); }
  abi::TextObject *object() const { return reinterpret_cast<abi::TextObject *>(high - sizeof(abi::TextObject)); }

  void store(abi::StringView *out) const {
    storeWord(reinterpret_cast<char *>(out), low);
    storeWord(reinterpret_cast<char *>(out) + 8, high);
  }
  abi::StringView view() const {
    abi::StringView text;
    store(&text);
    return text;
  }
  /// Writes the bytes; gives the place behind them. Between them and `end` others may be overwritten.
  char *copyTo(char *to, const char *end) const {
    if (!isInline())
      copyLong(to, outside(), length());
    else
      copyShort(to, end, length(), inlined());
    return to + length();
  }
  static void copyShort(char *to, const char *end, uint32_t length, Bytes bytes) {
    auto first = static_cast<uint64_t>(bytes);
    if (end - to >= abi::StringView::kInlineBytes) {
      storeWord(to, first);
      storeWord(to + 8, static_cast<uint32_t>(bytes >> 64));
    } else if (length >= 8) { // both parts overlap, here and below
      storeWord(to, first);
      storeWord(to + length - 4, static_cast<uint32_t>(bytes >> (8 * (length - 4))));
    } else if (length >= 4) {
      storeWord(to, static_cast<uint32_t>(first));
      storeWord(to + length - 4, static_cast<uint32_t>(first >> (8 * (length - 4))));
    } else if (length > 0) {
      to[0] = static_cast<char>(first);
      to[length / 2] = static_cast<char>(first >> (8 * (length / 2)));
      to[length - 1] = static_cast<char>(first >> (8 * (length - 1)));
    }
  }

private:
  static Bytes shortBytes(const char *bytes, uint32_t length) {
    if (length >= 8) // both parts overlap, here and below
      return loadWord<uint64_t>(bytes) | Bytes{loadWord<uint32_t>(bytes + length - 4)} << (8 * (length - 4));
    if (length >= 4)
      return loadWord<uint32_t>(bytes) | uint64_t{loadWord<uint32_t>(bytes + length - 4)} << (8 * (length - 4));
    if (length == 0) return 0;
    auto at = [&](uint32_t i) { return uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * i); };
    return at(0) | at(length / 2) | at(length - 1);
  }
};

} // namespace flow
