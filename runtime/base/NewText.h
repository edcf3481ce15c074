#pragma once
// Making the text that a function gives: an object in host code, else bytes in the heap of the context, or inline when
// it is short. When memory is denied, or a text would be longer than a text can be, the result is empty; who asked for
// it learns that afterwards, of the heap or of KernelContext::textDenied.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/Objects.h"
#include "runtime/base/Memory.h"
#include "runtime/base/TextWords.h"
#include "runtime/base/ValueHeap.h"

namespace flow {

constexpr size_t kTextBytesMax = UINT32_MAX;

/// Whether texts are objects that are counted.
inline bool countsTexts(const abi::KernelContext *context) { return context->heap == nullptr; }

/// A text object with room for `bytes` bytes and perhaps some more; null when memory is denied.
inline abi::TextObject *newTextObject(ValueHeap &values, size_t bytes) {
  size_t whole = ValueHeap::usableBytes(sizeof(abi::TextObject) + bytes);
  void *memory = values.allocate(whole);
  return memory ? new (memory) abi::TextObject{{1}, whole - sizeof(abi::TextObject)} : nullptr;
}

/// Leaves the failure in the context, and that it is of a text: host code asks after it made one.
[[gnu::cold]] void denyText(abi::KernelContext *context, size_t bytes) noexcept;

/// Memory for the bytes of a text that is not inline; null when it is denied.
inline char *newTextBytes(abi::KernelContext *context, size_t bytes) {
  if (!countsTexts(context)) {
    if (bytes <= kTextBytesMax) return context->heap->allocate(bytes);
    context->heap->deny(bytes);
    return nullptr;
  }
  abi::TextObject *text = bytes <= kTextBytesMax ? newTextObject(*context->values, bytes) : nullptr;
  if (!text) denyText(context, bytes);
  return text ? text->bytes() : nullptr;
}

/// Room for a text of `bytes` bytes, which `finish` then makes a view of.
class NewText {
public:
  NewText(abi::KernelContext *context, size_t bytes)
      : bytes_(bytes), at_(bytes <= abi::StringView::kInlineBytes ? inlined_ : newTextBytes(context, bytes)) {}
  bool isDenied() const { return at_ == nullptr; }
  char *data() { return at_; }
  void finish(abi::StringView *out) {
    (at_ ? TextWords::of(at_, static_cast<uint32_t>(bytes_)) : TextWords()).store(out);
  }

private:
  char inlined_[abi::StringView::kInlineBytes];
  size_t bytes_;
  char *at_;
};

inline void storeText(abi::KernelContext *context, abi::StringView *out, std::string_view text) {
  if (text.size() <= abi::StringView::kInlineBytes)
    return TextWords::of(text.data(), static_cast<uint32_t>(text.size())).store(out);
  NewText made(context, text.size());
  if (!made.isDenied()) copyLong(made.data(), text.data(), text.size());
  made.finish(out);
}

/// The text itself: one user more.
inline void shareText(const abi::KernelContext *context, abi::StringView *out, const abi::StringView &text) {
  if (countsTexts(context) && !text.isInline()) {
    abi::TextObject *object = abi::TextObject::of(text);
    if (object->isCounted()) ++object->users;
  }
  *out = text;
}

/// The part [begin, end) of `whole`. In kernels it shares the bytes.
inline void setPart(abi::KernelContext *context, abi::StringView *out, const abi::StringView &whole, const char *begin,
                    const char *end) {
  auto bytes = static_cast<uint32_t>(end - begin);
  if (bytes == whole.length) return shareText(context, out, whole);
  if (countsTexts(context))
    storeText(context, out, {begin, bytes});
  else
    TextWords::of(begin, bytes).store(out);
}

} // namespace flow
