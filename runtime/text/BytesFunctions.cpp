#include "runtime/text/BytesFunctions.h"

#include "runtime/base/NewText.h"
#include "runtime/text/Search.h"
#include "runtime/text/TextFunctions.h"
#include "runtime/text/ValueParser.h"

#include <algorithm>
#include <string>

namespace {

using flow::setPart;
using flow::abi::fail;
using flow::abi::FailureKind;
using flow::abi::kDone;

std::string lengthText(const FlowText *b) {
  return std::to_string(b->length) + (b->length == 1 ? " byte" : " bytes");
}

uint32_t slice(FlowContext *context, FlowText *out, const FlowText *b, int64_t from, int64_t to,
               const std::string &end) {
  *out = FlowText();
  if (from < 0 || from > to || to > b->length)
    return fail(context, FailureKind::IndexOutOfBounds,
                "slice " + std::to_string(from) + ".." + end + " is out of bounds of " + lengthText(b));
  setPart(context, out, *b, b->data() + from, b->data() + to);
  return kDone;
}

} // namespace

void flow_str_bytes(FlowContext *context, FlowText *out, const FlowText *s) noexcept {
  flow::shareText(context, out, *s);
}

uint32_t flow_bytes_decode(FlowContext *context, FlowText *out, const FlowText *b) noexcept {
  *out = FlowText();
  if (!flow::text::isUtf8(b->view()))
    return fail(context, FailureKind::ConversionError, "the bytes are no UTF-8 text");
  flow::shareText(context, out, *b);
  return kDone;
}

int64_t flow_bytes_length(const FlowText *b) noexcept { return b->length; }

uint32_t flow_bytes_at(FlowContext *context, uint8_t *out, const FlowText *b, int64_t index) noexcept {
  *out = 0;
  if (index < 0 || index >= b->length)
    return fail(context, FailureKind::IndexOutOfBounds,
                "index " + std::to_string(index) + " is out of bounds of " + lengthText(b));
  *out = static_cast<uint8_t>(b->data()[index]);
  return kDone;
}

uint32_t flow_bytes_slice(FlowContext *context, FlowText *out, const FlowText *b, int64_t from, int64_t to) noexcept {
  return slice(context, out, b, from, to, std::to_string(to));
}
uint32_t flow_bytes_slice_from(FlowContext *context, FlowText *out, const FlowText *b, int64_t from) noexcept {
  return slice(context, out, b, from, b->length, "");
}

void flow_bytes_of_byte(FlowContext *, FlowText *out, uint8_t byte) noexcept {
  auto character = static_cast<char>(byte);
  *out = FlowText(&character, 1);
}

int64_t flow_text_find(const FlowText *s, const FlowText *sub, int64_t from) noexcept {
  if (from < 0 || from > s->length) return -1;
  const char *begin = s->data();
  size_t left = s->length - static_cast<size_t>(from);
  const char *place = flow::text::findBytes(begin + from, left, sub->data(), sub->length);
  return place ? place - begin : -1;
}

int64_t flow_text_find_last(const FlowText *s, const FlowText *sub) noexcept {
  size_t place = s->view().rfind(sub->view());
  return place == std::string_view::npos ? -1 : static_cast<int64_t>(place);
}

void flow_text_shown(FlowContext *context, FlowText *out, const FlowText *s, uint8_t quoted) noexcept {
  constexpr size_t kMostShown = 1000;
  std::string_view text = s->view(), part = text;
  if (text.size() > kMostShown) part = text.substr(0, kMostShown);
  while (part.size() < text.size() && (text[part.size()] & 0xC0) == 0x80) part.remove_suffix(1);
  std::string shown;
  if (quoted)
    flow::text::appendQuoted(shown, part);
  else
    shown = part;
  auto characters = std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; });
  if (part.size() < text.size()) shown += " .. (of " + std::to_string(characters) + " characters)";
  flow::storeText(context, out, shown);
}

void flow_text_part(FlowContext *context, FlowText *out, const FlowText *s, int64_t from, int64_t to) noexcept {
  setPart(context, out, *s, s->data() + from, s->data() + to);
}
