// Indices, slices, searching, trimming: functions that make no new bytes.

#include "runtime/abi/leaf/Leaf.h"
#include "runtime/base/NewText.h"
#include "runtime/text/Search.h"
#include "runtime/text/StringFunctions.h"
#include "runtime/text/Utf8.h"

namespace {

using namespace flow::text;
using flow::setPart;
using flow::abi::fail;
using flow::abi::FailureKind;

std::string lengthText(const FlowText *s) {
  return "a text of " + std::to_string(flow_str_length(s)) + (flow_str_length(s) == 1 ? " character" : " characters");
}

[[gnu::cold]] uint32_t indexFails(FlowContext *context, const FlowText *s, int64_t index) {
  return fail(context, FailureKind::IndexOutOfBounds,
              "index " + std::to_string(index) + " is out of bounds of " + lengthText(s));
}
[[gnu::cold]] uint32_t sliceFails(FlowContext *context, const FlowText *s, int64_t from, const std::string &to) {
  return fail(context, FailureKind::IndexOutOfBounds,
              "slice " + std::to_string(from) + ".." + to + " is out of bounds of " + lengthText(s));
}

/// Bytes of the blank that `at` begins with, or 0; blanks are those of Unicode.
uint32_t blankBytes(const char *at, const char *end) {
  auto byte = static_cast<unsigned char>(*at);
  if (byte < 0x80) return byte == ' ' || (byte >= 9 && byte <= 13) || (byte >= 0x1C && byte <= 0x1F);
  uint32_t code = decodePoint(at, end);
  bool isBlank = code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
                 code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
  return isBlank ? static_cast<uint32_t>(nextPoint(at, end) - at) : 0;
}

} // namespace

extern "C" {

uint32_t flow_str_at(FlowContext *context, FlowText *out, const FlowText *s, int64_t index) noexcept {
  const char *at = s->data(), *end = at + s->length;
  int64_t left = index;
  if (index >= 0) at = skipPoints(at, end, left);
  if (index < 0 || at == end) {
    *out = FlowText();
    return indexFails(context, s, index);
  }
  setPart(context, out, *s, at, nextPoint(at, end));
  return flow::abi::kDone;
}

uint32_t flow_str_slice(FlowContext *context, FlowText *out, const FlowText *s, int64_t from, int64_t to) noexcept {
  const char *begin = s->data(), *end = begin + s->length, *last = end;
  bool fits = from >= 0 && from <= to && to <= s->length;
  if (fits) {
    int64_t before = from, within = to - from;
    begin = skipPoints(begin, end, before);
    last = skipPoints(begin, end, within);
    fits = before == 0 && within == 0;
  }
  if (!fits) {
    *out = FlowText();
    return sliceFails(context, s, from, std::to_string(to));
  }
  setPart(context, out, *s, begin, last);
  return flow::abi::kDone;
}

uint32_t flow_str_slice_from(FlowContext *context, FlowText *out, const FlowText *s, int64_t from) noexcept {
  const char *begin = s->data(), *end = begin + s->length;
  int64_t before = from;
  if (from >= 0) begin = skipPoints(begin, end, before);
  if (before != 0) {
    *out = FlowText();
    return sliceFails(context, s, from, "");
  }
  setPart(context, out, *s, begin, end);
  return flow::abi::kDone;
}

void flow_str_trim(FlowContext *context, FlowText *out, const FlowText *s) noexcept {
  const char *begin = s->data(), *end = begin + s->length;
  while (begin < end) {
    uint32_t blank = blankBytes(begin, end);
    if (blank == 0) break;
    begin += blank;
  }
  while (begin < end) {
    const char *last = end - 1;
    while (last > begin && (*last & 0xC0) == 0x80) --last;
    if (blankBytes(last, end) == 0) break;
    end = last;
  }
  setPart(context, out, *s, begin, end);
}

uint32_t flow_str_ord(FlowContext *context, int64_t *out, const FlowText *s) noexcept {
  const char *at = s->data(), *end = at + s->length;
  *out = 0;
  if (at == end || nextPoint(at, end) != end)
    return fail(context, FailureKind::ConversionError, "ord needs exactly one character, but got " + lengthText(s));
  *out = decodePoint(at, end);
  return flow::abi::kDone;
}

uint8_t flow_str_contains(const FlowText *s, const FlowText *sub) noexcept {
  return findBytes(s->data(), s->length, sub->data(), sub->length) != nullptr;
}

uint8_t flow_str_find(int64_t *out, const FlowText *s, const FlowText *sub) noexcept {
  const char *begin = s->data();
  const char *place = findBytes(begin, s->length, sub->data(), sub->length);
  *out = 0;
  if (!place) return 0;
  int64_t points = 0;
  for (const char *at = begin; at < place; ++at) points += (*at & 0xC0) != 0x80;
  *out = points;
  return 1;
}

} // extern "C"
