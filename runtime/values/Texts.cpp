// Texts that grow, and texts by bytes.
#include "runtime/abi/Values.h"
#include "runtime/base/IntegerDigits.h"
#include "runtime/base/NewText.h"
#include "runtime/text/Utf8.h"

#include <algorithm>
#include <array>

using flow::IntegerDigits;
using flow::TextWords;
using flow::abi::TextObject;
using flow::abi::TextPiece;

namespace {

constexpr uint32_t kInline = FlowText::kInlineBytes;

// ---- in kernels: texts are views, and nobody counts

TextWords appendedInKernel(FlowContext *context, const TextWords &a, const TextWords &b) {
  size_t bytes = size_t{a.length()} + b.length();
  if (bytes <= kInline) return {static_cast<uint32_t>(bytes), a.inlined() | b.inlined() << (8 * a.length())};
  if (a.length() == 0 || b.length() == 0) return a.length() == 0 ? b : a;
  FlowText first = a.view(), second = b.view(), joined;
  if (bytes <= flow::kTextBytesMax && context->heap->append(first, second.view(), joined)) return TextWords(joined);
  context->heap->deny(bytes);
  return {};
}

// ---- in host code: texts longer than a view are objects

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

/// Makes a text of `bytes` bytes, which are too many for a view, that begins with `a` and ends as `write(to, end)`
/// writes. `a`, which the new text takes, grows where it stands when `mayGrow`: nobody else has it. When memory is
/// denied the text is empty, and `a` as it was.
template <typename Write>
TextWords longText(FlowContext *context, const TextWords &a, size_t bytes, bool mayGrow, Write &&write) {
  if (mayGrow && bytes <= flow::kTextBytesMax) {
    TextObject *text = a.object();
    if (bytes > text->capacity) text = grown(*context->values, text, bytes);
    if (text) {
      write(text->bytes() + a.length(), text->bytes() + text->capacity);
      return {static_cast<uint32_t>(bytes), a.prefix(), text->bytes()};
    }
  }
  char *joined = flow::newTextBytes(context, bytes);
  if (!joined) return {};
  write(a.copyTo(joined, joined + bytes), joined + bytes);
  if (!a.isInline()) {
    TextObject *object = a.object();
    if (object->isCounted() && --object->users == 0) flow_text_end(context, object);
  }
  return {static_cast<uint32_t>(bytes), flow::loadWord<uint32_t>(joined), joined};
}

/// Only that user's, and not also what is appended.
bool isAlone(const TextWords &a) { return !a.isInline() && a.object()->users == 1; }

/// What is appended to a text: other texts, and integers, as `text` writes them.
class Pieces {
public:
  Pieces(const TextPiece *pieces, uint64_t kinds, uint64_t count) : pieces_(pieces), count_(count) {
    for (uint64_t i = 0; i < count; ++i, kinds >>= TextPiece::kKindBits) {
      kinds_[i] = static_cast<TextPiece::Kind>(kinds & TextPiece::kKindMask);
      lengths_[i] = lengthOf(i);
      bytes_ += lengths_[i];
    }
  }

  size_t bytes() const { return bytes_; }
  bool have(const TextObject *text) const {
    for (uint64_t i = 0; i < count_; ++i)
      if (kinds_[i] == TextPiece::Kind::Text && !words(i).isInline() && words(i).object() == text) return true;
    return false;
  }
  /// All of them are short: the bytes, behind so many others.
  TextWords::Bytes inlined(uint32_t before) const {
    TextWords::Bytes bytes = 0;
    for (uint64_t i = 0; i < count_; before += lengths_[i++]) bytes |= shortWords(i).inlined() << (8 * before);
    return bytes;
  }
  void write(char *to, const char *end) const {
    for (uint64_t i = 0; i < count_; to += lengths_[i++]) writeOne(i, to, end);
  }
  /// One after the other, in a kernel.
  TextWords appendTo(FlowContext *context, TextWords whole) const {
    for (uint64_t i = 0; i < count_; ++i) {
      char characters[24];
      if (kinds_[i] != TextPiece::Kind::Text) writeOne(i, characters, characters + sizeof characters);
      TextWords piece = kinds_[i] == TextPiece::Kind::Text ? words(i) : TextWords::of(characters, lengths_[i]);
      whole = appendedInKernel(context, whole, piece);
    }
    return whole;
  }

private:
  TextWords words(uint64_t i) const { return {flow::abi::TextPair{pieces_[i].low, pieces_[i].high}}; }
  IntegerDigits digits(uint64_t i) const {
    return kinds_[i] == TextPiece::Kind::Signed ? IntegerDigits(static_cast<int64_t>(pieces_[i].low))
                                                : IntegerDigits(pieces_[i].low);
  }
  uint32_t lengthOf(uint64_t i) const {
    return kinds_[i] == TextPiece::Kind::Text ? words(i).length() : digits(i).length();
  }
  TextWords shortWords(uint64_t i) const {
    return kinds_[i] == TextPiece::Kind::Text ? words(i) : digits(i).shortText(lengths_[i]);
  }
  void writeOne(uint64_t i, char *to, const char *end) const {
    if (kinds_[i] == TextPiece::Kind::Text)
      words(i).copyTo(to, end);
    else
      digits(i).write(to + lengths_[i]);
  }

  const TextPiece *pieces_;
  uint64_t count_;
  size_t bytes_ = 0;
  std::array<TextPiece::Kind, TextPiece::kMost> kinds_;
  std::array<uint32_t, TextPiece::kMost> lengths_;
};

} // namespace

/// Nearly all that is appended to a short text, or to one that has room, is done without it.
[[gnu::noinline]] static TextWords appendedLong(FlowContext *context, TextWords a, TextWords b) {
  if (!flow::countsTexts(context)) return appendedInKernel(context, a, b);
  if (b.length() == 0) return a;
  size_t bytes = size_t{a.length()} + b.length();
  bool isOther = b.isInline() || b.high != a.high;
  return longText(context, a, bytes, isAlone(a) && isOther, [&](char *to, const char *end) { b.copyTo(to, end); });
}

FlowTextPair flow_text_append(FlowContext *context, FlowTextPair first, FlowTextPair second) noexcept {
  TextWords a(first), b(second);
  size_t bytes = size_t{a.length()} + b.length();
  if (bytes <= kInline)
    return TextWords(static_cast<uint32_t>(bytes), a.inlined() | b.inlined() << (8 * a.length()));
  return appendedLong(context, a, b);
}

FlowTextPair flow_text_append_all(FlowContext *context, FlowTextPair first, const TextPiece *pieces, uint64_t kinds,
                                  uint64_t count) noexcept {
  TextWords a(first);
  Pieces more(pieces, kinds, count);
  if (!flow::countsTexts(context)) return more.appendTo(context, a);
  size_t bytes = a.length() + more.bytes();
  if (bytes <= kInline) return TextWords(static_cast<uint32_t>(bytes), a.inlined() | more.inlined(a.length()));
  if (more.bytes() == 0) return a;
  bool mayGrow = isAlone(a) && !more.have(a.object());
  return longText(context, a, bytes, mayGrow, [&](char *to, const char *end) { more.write(to, end); });
}

FlowTextPair flow_text_char(FlowTextPair words, int64_t offset) noexcept {
  FlowText text = TextWords(words).view();
  const char *begin = text.data() + offset, *end = text.data() + text.length;
  return TextWords::of(begin, static_cast<uint32_t>(flow::text::nextPoint(begin, end) - begin));
}

int64_t flow_text_next(FlowTextPair words, int64_t offset) noexcept {
  FlowText text = TextWords(words).view();
  const char *begin = text.data();
  return flow::text::nextPoint(begin + offset, begin + text.length) - begin;
}
