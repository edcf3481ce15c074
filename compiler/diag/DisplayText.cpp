#include "compiler/diag/DisplayText.h"

#include "compiler/base/Utf8.h"

#include <algorithm>
#include <iterator>

namespace flow::diag {

namespace {

constexpr uint32_t kTabWidth = 4;

struct Range {
  char32_t first, last;
};

// The blocks that matter to people who write programs; a rare code point shown one cell off is no harm.
constexpr Range kZeroWidth[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},  {0x0610, 0x061A},
                                {0x064B, 0x065F}, {0x093C, 0x093C}, {0x0941, 0x0948},  {0x0E31, 0x0E31},
                                {0x0E34, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},  {0x200B, 0x200F},
                                {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF},  {0xFE00, 0xFE0F},
                                {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}};
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
                           {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26A1, 0x26A1},   {0x2705, 0x2705},
                           {0x274C, 0x274C},   {0x2753, 0x2755},   {0x2795, 0x2797},   {0x2E80, 0x303E},
                           {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
                           {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                           {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
                           {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <size_t N> bool within(const Range (&ranges)[N], char32_t codePoint) {
  auto next = std::upper_bound(std::begin(ranges), std::end(ranges), codePoint,
                               [](char32_t value, const Range &range) { return value < range.first; });
  return next != std::begin(ranges) && codePoint <= std::prev(next)->last;
}

/// Appends one glyph of `width` cells and the columns of the `length` source bytes it stands for.
void append(DisplayLine &line, std::string_view glyph, uint32_t width, size_t length) {
  uint32_t column = static_cast<uint32_t>(line.bytes.size());
  line.columns.insert(line.columns.end(), length, column);
  line.bytes.insert(line.bytes.end(), width, static_cast<uint32_t>(line.text.size()));
  line.text += glyph;
}

} // namespace

uint32_t codePointWidth(char32_t codePoint) {
  if (codePoint < 0x300) return 1;
  if (within(kZeroWidth, codePoint)) return 0;
  return within(kWide, codePoint) ? 2 : 1;
}

DisplayLine displayLine(std::string_view line) {
  DisplayLine result;
  while (!line.empty()) {
    char32_t codePoint = 0;
    size_t length = decodeUtf8(line, codePoint);
    if (length == 0) {
      append(result, "\xEF\xBF\xBD", 1, 1); // U+FFFD
    } else if (codePoint == '\t') {
      append(result, std::string_view("    ", kTabWidth), kTabWidth, 1);
    } else if (codePoint < 0x20) {
      const char picture[] = {'\xE2', '\x90',
                              static_cast<char>(0x80 + codePoint)}; // U+2400 on: pictures of controls
      append(result, std::string_view(picture, sizeof picture), 1, 1);
    } else if (codePoint >= 0x7F && codePoint < 0xA0) {
      append(result, "\xEF\xBF\xBD", 1, length);
    } else {
      append(result, line.substr(0, length), codePointWidth(codePoint), length);
    }
    line.remove_prefix(std::max<size_t>(length, 1));
  }
  result.columns.push_back(static_cast<uint32_t>(result.bytes.size()));
  result.bytes.push_back(static_cast<uint32_t>(result.text.size()));
  return result;
}

} // namespace flow::diag
