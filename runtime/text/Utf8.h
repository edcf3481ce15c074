#pragma once
// Steps over UTF-8 by code points. Bytes that are no UTF-8 count as one code point each and never lead
// outside.

#include <cstdint>
#include <cstring>
#include <string>

namespace flow::text {

/// Bytes of the code point that begins with this byte.
inline uint32_t pointBytes(char first) {
  auto byte = static_cast<unsigned char>(first);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// The begin of the next code point; `end` when the text ends within one.
inline const char *nextPoint(const char *at, const char *end) {
  uint32_t bytes = pointBytes(*at);
  return bytes <= static_cast<size_t>(end - at) ? at + bytes : end;
}

inline bool isAscii(const char *text, size_t bytes) {
  uint64_t high = 0;
  size_t at = 0;
  for (; at + 8 <= bytes; at += 8) {
    uint64_t word;
    std::memcpy(&word, text + at, 8);
    high |= word;
  }
  for (; at < bytes; ++at) high |= static_cast<unsigned char>(text[at]) & 0x80u;
  return (high & 0x8080808080808080) == 0;
}

/// `count` code points further; when there are fewer, `end`, and `count` is what is missing.
inline const char *skipPoints(const char *at, const char *end, int64_t &count) {
  while (count > 0 && at < end) {
    if (count >= 8 && end - at >= 8 && isAscii(at, 8)) {
      at += 8;
      count -= 8;
      continue;
    }
    at = nextPoint(at, end);
    --count;
  }
  return at;
}

/// The code point at `at`, which is before `end`.
inline uint32_t decodePoint(const char *at, const char *end) {
  uint32_t bytes = static_cast<uint32_t>(nextPoint(at, end) - at);
  auto first = static_cast<unsigned char>(*at);
  if (bytes == 1) return first;
  uint32_t code = first & (0x7Fu >> bytes);
  for (uint32_t i = 1; i < bytes; ++i) code = code << 6 | (static_cast<unsigned char>(at[i]) & 0x3Fu);
  return code;
}

inline void appendPoint(std::string &out, uint32_t code) {
  auto tail = [&](uint32_t shift) { out += static_cast<char>(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    tail(12), tail(6), tail(0);
  }
}

} // namespace flow::text
