#include "compiler/base/Utf8.h"

#include <cstdint>
#include <cstring>

namespace flow {

bool isCodePoint(char32_t value) { return value < 0xD800 || (value > 0xDFFF && value <= 0x10FFFF); }

size_t decodeUtf8(std::string_view bytes, char32_t &codePoint) {
  if (bytes.empty()) return 0;
  auto byte = [&](size_t index) { return static_cast<unsigned char>(bytes[index]); };
  unsigned char lead = byte(0);
  if (lead < 0x80) {
    codePoint = lead;
    return 1;
  }
  size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || length > bytes.size()) return 0;
  char32_t value = lead & (0x7Fu >> length);
  for (size_t index = 1; index != length; ++index) {
    if ((byte(index) & 0xC0) != 0x80) return 0;
    value = value << 6 | (byte(index) & 0x3Fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[length] || !isCodePoint(value)) return 0;
  codePoint = value;
  return length;
}

size_t findInvalidUtf8(std::string_view text) {
  size_t at = 0;
  while (at != text.size()) {
    uint64_t eight = 0;
    if (text.size() - at >= sizeof eight) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if ((eight & 0x8080808080808080u) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    char32_t codePoint = 0;
    size_t length = decodeUtf8(text.substr(at), codePoint);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

void appendUtf8(std::string &out, char32_t codePoint) {
  auto put = [&](char32_t bits) { out += static_cast<char>(bits); };
  auto tail = [&](int shift) { put(0x80 | (codePoint >> shift & 0x3F)); };
  if (codePoint < 0x80) {
    put(codePoint);
  } else if (codePoint < 0x800) {
    put(0xC0 | codePoint >> 6), tail(0);
  } else if (codePoint < 0x10000) {
    put(0xE0 | codePoint >> 12), tail(6), tail(0);
  } else {
    put(0xF0 | codePoint >> 18), tail(12), tail(6), tail(0);
  }
}

std::string shortened(std::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  size_t end = most - 2;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "..";
}

} // namespace flow
