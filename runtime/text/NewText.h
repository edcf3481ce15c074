#pragma once
// Making the text that a function gives: in the heap of the context, or inline when it is short. When the
// heap is denied memory, or a text would be longer than a text can be, the result is empty; the heap is asked
// of both afterwards.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"
#include "runtime/base/Memory.h"

namespace flow::text {

constexpr size_t kTextBytesMax = UINT32_MAX;

/// Room for a text of `bytes` bytes, which `finish` then makes a view of.
class NewText {
public:
  NewText(abi::KernelContext *context, size_t bytes) : bytes_(bytes) {
    if (bytes <= abi::StringView::kInlineBytes) {
      at_ = inlined_;
    } else {
      at_ = bytes <= kTextBytesMax ? context->heap->allocate(bytes) : nullptr;
      if (bytes > kTextBytesMax) context->heap->deny(bytes);
    }
  }
  bool isDenied() const { return at_ == nullptr; }
  char *data() { return at_; }
  void finish(abi::StringView *out) {
    *out = at_ ? abi::StringView(at_, static_cast<uint32_t>(bytes_)) : abi::StringView();
  }

private:
  char inlined_[abi::StringView::kInlineBytes];
  size_t bytes_;
  char *at_;
};

inline void storeText(abi::KernelContext *context, abi::StringView *out, std::string_view text) {
  if (text.size() > kTextBytesMax || !context->heap->store(text, *out)) *out = abi::StringView();
}

/// The part [begin, end) of `s`, sharing its bytes.
inline void setPart(abi::StringView *out, const char *begin, const char *end) {
  *out = abi::StringView(begin, static_cast<uint32_t>(end - begin));
}

} // namespace flow::text
