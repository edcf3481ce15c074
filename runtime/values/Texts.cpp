#include "runtime/abi/Values.h"
#include "runtime/base/NewText.h"
#include "runtime/base/TextWords.h"
#include "runtime/text/Utf8.h"

#include <algorithm>

using flow::TextWords;
using flow::abi::TextObject;

namespace {

/// Room for `bytes` bytes in all, and more for the next time.
TextObject *grown(flow::ValueHeap &values, TextObject *text, size_t bytes) {
  size_t wanted = std::min<size_t>(std::max<size_t>(bytes, 2 * text->capacity), flow::kTextBytesMax);
  size_t whole = flow::ValueHeap::usableBytes(sizeof(TextObject) + wanted);
  void *moved = values.reallocate(text, sizeof(TextObject) + text->capacity, whole);
  if (!moved) return nullptr;
  text = static_cast<TextObject *>(moved);
  text->capacity = whole - sizeof(TextObject);
  return text;
}

/// `a`, which is not inline, becomes longer where it stands: nobody else has it.
bool appendInPlace(FlowContext *context, FlowText *out, const TextWords &a, const TextWords &b) {
  TextObject *text = a.object();
  size_t bytes = size_t{a.length()} + b.length();
  bool isOwn = b.isInline() || b.object() != text;
  if (text->users != 1 || !isOwn) return false;
  if (bytes > text->capacity) text = grown(*context->values, text, bytes);
  if (!text) return false;
  b.copyTo(text->bytes() + a.length(), text->capacity - a.length());
  TextWords(static_cast<uint32_t>(bytes), a.prefix(), text->bytes()).store(out);
  return true;
}

/// In a kernel: nobody is counted.
void appendInKernel(FlowContext *context, FlowText *out, const FlowText &first, const FlowText &second) {
  size_t bytes = size_t{first.length} + second.length;
  if (bytes <= FlowText::kInlineBytes) {
    FlowText joined = first;
    std::memcpy(joined.inlined + first.length, second.data(), second.length);
    joined.length = static_cast<uint32_t>(bytes);
    *out = joined;
  } else if (first.length == 0 || second.length == 0) {
    *out = first.length == 0 ? second : first;
  } else if (bytes > flow::kTextBytesMax || !context->heap->append(first, second.view(), *out)) {
    context->heap->deny(bytes);
    *out = FlowText();
  }
}

/// Into a text of its own, which is not inline. `a` is as it was when memory is denied.
void appendToCopy(FlowContext *context, FlowText *out, const TextWords &a, const TextWords &b) {
  size_t bytes = size_t{a.length()} + b.length();
  char *joined = flow::newTextBytes(context, bytes);
  if (!joined) {
    *out = FlowText();
    return;
  }
  a.copyTo(joined, bytes);
  b.copyTo(joined + a.length(), b.length());
  uint32_t prefix;
  std::memcpy(&prefix, joined, 4);
  TextWords(static_cast<uint32_t>(bytes), prefix, joined).store(out);
  if (a.isInline()) return;
  TextObject *object = a.object();
  if (object->isCounted() && --object->users == 0) flow_text_end(context, object);
}

} // namespace

void flow_text_append(FlowContext *context, FlowText *out, FlowText *a, const FlowText *b) noexcept {
  if (!flow::countsTexts(context)) return appendInKernel(context, out, FlowText(*a), FlowText(*b));
  TextWords first(*a), second(*b); // `out` may be one of them
  size_t bytes = size_t{first.length()} + second.length();
  if (second.length() == 0) return first.store(out);
  if (bytes <= FlowText::kInlineBytes) {
    unsigned __int128 joined = first.inlined() | second.inlined() << (8 * first.length());
    return TextWords(static_cast<uint32_t>(bytes), joined).store(out);
  }
  bool isObject = !first.isInline() && bytes <= flow::kTextBytesMax;
  if (!isObject || !appendInPlace(context, out, first, second)) appendToCopy(context, out, first, second);
}

void flow_text_char(FlowText *out, const FlowText *text, int64_t offset) noexcept {
  const char *begin = text->data() + offset, *end = text->data() + text->length;
  auto length = static_cast<uint32_t>(flow::text::nextPoint(begin, end) - begin);
  unsigned __int128 bytes = 0;
  for (uint32_t i = 0; i < length; ++i)
    bytes |= static_cast<unsigned __int128>(static_cast<uint8_t>(begin[i])) << 8 * i;
  TextWords(length, bytes).store(out);
}

int64_t flow_text_next(const FlowText *text, int64_t offset) noexcept {
  const char *begin = text->data();
  return flow::text::nextPoint(begin + offset, begin + text->length) - begin;
}
