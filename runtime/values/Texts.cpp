#include "runtime/abi/Values.h"
#include "runtime/base/NewText.h"
#include "runtime/text/Utf8.h"

#include <algorithm>

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

void drop(FlowContext *context, const FlowText &text) {
  if (text.isInline()) return;
  TextObject *object = TextObject::of(text);
  if (object->isCounted() && --object->users == 0) flow_text_end(context, object);
}

/// `a` becomes longer where it stands: nobody else has it.
bool appendInPlace(FlowContext *context, FlowText *out, const FlowText &a, const FlowText &b) {
  TextObject *text = TextObject::of(a);
  size_t bytes = size_t{a.length} + b.length;
  bool isOwn = b.isInline() || TextObject::of(b) != text;
  if (text->users != 1 || !isOwn) return false;
  if (bytes > text->capacity) text = grown(*context->values, text, bytes);
  if (!text) return false;
  std::memcpy(text->bytes() + a.length, b.data(), b.length);
  *out = FlowText(text->bytes(), static_cast<uint32_t>(bytes));
  return true;
}

} // namespace

void flow_text_append(FlowContext *context, FlowText *out, FlowText *a, const FlowText *b) noexcept {
  FlowText first = *a, second = *b; // `out` may be one of them
  size_t bytes = size_t{first.length} + second.length;
  if (!flow::countsTexts(context)) {
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
    return;
  }
  if (second.length == 0) {
    *out = first;
    return;
  }
  if (!first.isInline() && bytes <= flow::kTextBytesMax && appendInPlace(context, out, first, second)) return;
  flow::NewText text(context, bytes);
  if (!text.isDenied()) {
    std::memcpy(text.data(), first.data(), first.length);
    std::memcpy(text.data() + first.length, second.data(), second.length);
  }
  text.finish(out);
  drop(context, first);
}

void flow_text_char(FlowText *out, const FlowText *text, int64_t offset) noexcept {
  const char *begin = text->data() + offset, *end = text->data() + text->length;
  *out = FlowText(begin, static_cast<uint32_t>(flow::text::nextPoint(begin, end) - begin));
}

int64_t flow_text_next(const FlowText *text, int64_t offset) noexcept {
  const char *begin = text->data();
  return flow::text::nextPoint(begin + offset, begin + text->length) - begin;
}
