#include "runtime/text/DisplayWidth.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace flow::text {

namespace {

struct Range {
  uint32_t first, last;
};

// Sorted. From the Unicode tables of general category (Mn, Me, Cf) and East Asian width (W, F), joined where
// only unassigned characters are between.
constexpr Range kZeroWidth[] = {{0x0300, 0x036F}, {0x0483, 0x0489},  {0x0591, 0x05BD}, {0x0610, 0x061A},
                                {0x064B, 0x065F}, {0x06D6, 0x06DC},  {0x0900, 0x0902}, {0x093C, 0x093C},
                                {0x0941, 0x0948}, {0x0E31, 0x0E31},  {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
                                {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},  {0x200B, 0x200F}, {0x202A, 0x202E},
                                {0x2060, 0x2064}, {0x20D0, 0x20FF},  {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
                                {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}};
constexpr Range kDoubleWidth[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x2614, 0x2615},   {0x2648, 0x2653},
    {0x26A1, 0x26A1},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x2753, 0x2755},   {0x2B50, 0x2B50},   {0x2E80, 0x303E},
    {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F18E, 0x1F18E},
    {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393},
    {0x1F3A0, 0x1F3CA}, {0x1F3E0, 0x1F3F0}, {0x1F400, 0x1F43E}, {0x1F440, 0x1F4FC}, {0x1F4FF, 0x1F53D},
    {0x1F550, 0x1F567}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6D0, 0x1F6D7}, {0x1F7E0, 0x1F7EB},
    {0x1F90C, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <size_t Count> bool isIn(const Range (&ranges)[Count], uint32_t code) {
  const Range *found =
      std::lower_bound(std::begin(ranges), std::end(ranges), code,
                       [](const Range &range, uint32_t value) { return range.last < value; });
  return found != std::end(ranges) && found->first <= code;
}

size_t widthOf(uint32_t code) {
  if (code < 0x300) return 1;
  if (isIn(kZeroWidth, code)) return 0;
  return isIn(kDoubleWidth, code) ? 2 : 1;
}

/// The code point at `at`, which moves behind it; UINT32_MAX, and one byte, when the bytes are not UTF-8.
uint32_t nextCode(std::string_view text, size_t &at) {
  static constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  auto byte = [&](size_t index) { return static_cast<unsigned char>(text[index]); };
  size_t begin = at++;
  uint32_t first = byte(begin);
  if (first < 0x80) return first;
  size_t length = first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 0;
  if (length == 0 || begin + length > text.size()) return UINT32_MAX;
  uint32_t code = first & (0xFF >> (length + 1));
  for (size_t index = 1; index < length; ++index) {
    if ((byte(begin + index) & 0xC0) != 0x80) return UINT32_MAX;
    code = code << 6 | (byte(begin + index) & 0x3F);
  }
  if (code < kSmallest[length] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return UINT32_MAX;
  at = begin + length;
  return code;
}

} // namespace

size_t displayWidth(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) width += widthOf(nextCode(text, at));
  return width;
}

std::string cutToWidth(std::string_view text, size_t width) {
  size_t used = 0, kept = 0; // `kept` bytes leave room for the mark
  for (size_t at = 0; at < text.size();) {
    used += widthOf(nextCode(text, at));
    if (used < width) kept = at;
    if (used > width) return std::string(text.substr(0, kept)) + "…";
  }
  return std::string(text);
}

std::string escapedForDisplay(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    uint32_t code = nextCode(text, at);
    unsigned char byte = static_cast<unsigned char>(text[begin]);
    if (code == '\n')
      out += "\\n";
    else if (code == '\t')
      out += "\\t";
    else if (code == '\r')
      out += "\\r";
    else if (code < 32 || code == 127 || code == UINT32_MAX)
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    else if (code >= 0x80 && code < 0xA0)
      out += {'\\', 'x', kHex[code >> 4], kHex[code & 15]};
    else
      out += text.substr(begin, at - begin);
  }
  return out;
}

} // namespace flow::text
