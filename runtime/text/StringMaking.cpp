// Functions that make new texts.

#include "runtime/abi/leaf/Leaf.h"
#include "runtime/base/BufferedText.h"
#include "runtime/text/CaseMap.h"
#include "runtime/text/Search.h"
#include "runtime/text/StringFunctions.h"
#include "runtime/text/Utf8.h"

#include <algorithm>

namespace {

using namespace flow::text;
using flow::BufferedText;
using flow::countsTexts;
using flow::GrowingText;
using flow::kTextBytesMax;
using flow::NewText;
using flow::shareText;
using flow::storeText;
using flow::abi::fail;
using flow::abi::FailureKind;

char *put(char *at, const FlowText &text) {
  std::memcpy(at, text.data(), text.length);
  return at + text.length;
}

template <typename... Parts> void join(FlowContext *context, FlowText *out, const Parts &...parts) {
  NewText text(context, (size_t{parts.length} + ...));
  if (!text.isDenied()) {
    char *at = text.data();
    ((at = put(at, parts)), ...);
  }
  text.finish(out);
}

[[gnu::cold]] uint32_t tooLong(FlowContext *context, const char *function) {
  return fail(context, FailureKind::Overflow, std::string(function) + ": the text would be longer than 4 GiB");
}

/// Changes the case of ASCII letters: those from `first` on 26 letters get the other case.
void changeAscii(char *to, const char *from, size_t bytes, char first) {
  for (size_t i = 0; i < bytes; ++i) {
    bool isLetter = static_cast<unsigned char>(from[i] - first) < 26;
    to[i] = static_cast<char>(from[i] ^ (isLetter ? 0x20 : 0));
  }
}

void changeCase(FlowContext *context, FlowText *out, const FlowText *s, char first,
                void (*append)(std::string &, std::string_view, std::string_view)) {
  if (!isAscii(s->data(), s->length)) {
    BufferedText changed(context);
    flow::appendInPieces(changed, s->view(),
                         [&](std::string_view part) { append(changed.buffer(), s->view(), part); });
    return changed.finish(out);
  }
  NewText text(context, s->length);
  if (!text.isDenied()) changeAscii(text.data(), s->data(), s->length, first);
  text.finish(out);
}

/// `new` between all code points, at the begin and at the end, as Python has it.
void insertEverywhere(FlowContext *context, FlowText *out, const FlowText *s, const FlowText &inserted) {
  GrowingText text(context);
  text.append(inserted.view());
  const char *end = s->data() + s->length;
  for (const char *at = s->data(); at < end;) {
    const char *next = nextPoint(at, end);
    if (!text.append({at, static_cast<size_t>(next - at)}) || !text.append(inserted.view())) break;
    at = next;
  }
  text.finish(out);
}

uint32_t pad(FlowContext *context, FlowText *out, const FlowText *s, int64_t width, const FlowText *fill, bool isLeft) {
  const char *fillEnd = fill->data() + fill->length;
  if (fill->length == 0 || nextPoint(fill->data(), fillEnd) != fillEnd) {
    *out = FlowText();
    return fail(context, FailureKind::Failure, "the fill of a text has to be one character");
  }
  int64_t missing = std::max<int64_t>(width, 0) - flow_str_length(s);
  if (missing <= 0) {
    shareText(context, out, *s);
    return flow::abi::kDone;
  }
  size_t padding;
  bool tooMuch = __builtin_mul_overflow(static_cast<size_t>(missing), size_t{fill->length}, &padding);
  if (tooMuch || padding + s->length > kTextBytesMax) {
    *out = FlowText();
    return tooLong(context, isLeft ? "pad_left" : "pad_right");
  }
  NewText text(context, s->length + padding);
  if (!text.isDenied()) {
    char *at = text.data();
    if (!isLeft) at = put(at, *s);
    for (int64_t i = 0; i < missing; ++i) at = put(at, *fill);
    if (isLeft) put(at, *s);
  }
  text.finish(out);
  return flow::abi::kDone;
}

} // namespace

extern "C" {

void flow_str_concat(FlowContext *context, FlowText *out, const FlowText *a, const FlowText *b) noexcept {
  size_t bytes = size_t{a->length} + b->length;
  if (a->length == 0) return shareText(context, out, *b);
  if (b->length == 0) return shareText(context, out, *a);
  if (bytes <= FlowText::kInlineBytes || bytes > kTextBytesMax || countsTexts(context))
    return join(context, out, *a, *b);
  if (!context->heap->append(*a, b->view(), *out)) *out = FlowText();
}
void flow_str_concat3(FlowContext *context, FlowText *out, const FlowText *a, const FlowText *b,
                      const FlowText *c) noexcept {
  join(context, out, *a, *b, *c);
}
void flow_str_concat4(FlowContext *context, FlowText *out, const FlowText *a, const FlowText *b, const FlowText *c,
                      const FlowText *d) noexcept {
  join(context, out, *a, *b, *c, *d);
}

void flow_str_lower(FlowContext *context, FlowText *out, const FlowText *s) noexcept {
  changeCase(context, out, s, 'A', appendLower);
}
void flow_str_upper(FlowContext *context, FlowText *out, const FlowText *s) noexcept {
  changeCase(context, out, s, 'a', appendUpper);
}

void flow_str_replace(FlowContext *context, FlowText *out, const FlowText *s, const FlowText *old,
                      const FlowText *replacement) noexcept {
  if (old->length == 0) return insertEverywhere(context, out, s, *replacement);
  const char *end = s->data() + s->length;
  auto next = [&](const char *from) {
    return findBytes(from, static_cast<size_t>(end - from), old->data(), old->length);
  };
  size_t places = 0;
  for (const char *at = next(s->data()); at; at = next(at + old->length)) ++places;
  if (places == 0) {
    shareText(context, out, *s);
    return;
  }
  NewText text(context, s->length - places * old->length + places * replacement->length);
  if (!text.isDenied()) {
    char *to = text.data();
    const char *from = s->data();
    for (const char *at = next(from); at; at = next(from)) {
      to = std::copy(from, at, to);
      to = put(to, *replacement);
      from = at + old->length;
    }
    std::copy(from, end, to);
  }
  text.finish(out);
}

uint32_t flow_str_repeat(FlowContext *context, FlowText *out, const FlowText *s, int64_t times) noexcept {
  FlowText part = *s;
  *out = FlowText();
  if (times < 0)
    return fail(context, FailureKind::Failure,
                "repeat: the number of times is negative (" + std::to_string(times) + ")");
  if (part.length == 0 || times == 0) return flow::abi::kDone;
  size_t bytes;
  if (__builtin_mul_overflow(size_t{part.length}, static_cast<size_t>(times), &bytes) || bytes > kTextBytesMax)
    return tooLong(context, "repeat");
  NewText text(context, bytes);
  if (!text.isDenied()) {
    char *at = text.data();
    for (int64_t i = 0; i < times; ++i) at = put(at, part);
  }
  text.finish(out);
  return flow::abi::kDone;
}

uint32_t flow_str_pad_left(FlowContext *context, FlowText *out, const FlowText *s, int64_t width,
                           const FlowText *fill) noexcept {
  return pad(context, out, s, width, fill, true);
}
uint32_t flow_str_pad_right(FlowContext *context, FlowText *out, const FlowText *s, int64_t width,
                            const FlowText *fill) noexcept {
  return pad(context, out, s, width, fill, false);
}

void flow_str_reversed(FlowContext *context, FlowText *out, const FlowText *s) noexcept {
  NewText text(context, s->length);
  if (!text.isDenied()) {
    const char *end = s->data() + s->length;
    char *to = text.data() + s->length;
    for (const char *at = s->data(); at < end;) {
      const char *next = nextPoint(at, end);
      to -= next - at;
      std::copy(at, next, to);
      at = next;
    }
  }
  text.finish(out);
}

uint32_t flow_str_chr(FlowContext *context, FlowText *out, int64_t code) noexcept {
  *out = FlowText();
  if (code < 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
    return fail(context, FailureKind::ConversionError, "there is no character with the code " + std::to_string(code));
  std::string text;
  appendPoint(text, static_cast<uint32_t>(code));
  *out = FlowText(text);
  return flow::abi::kDone;
}

} // extern "C"
