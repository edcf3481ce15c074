#include "runtime/base/GrowingText.h"

#include <algorithm>
#include <cstring>

namespace flow {

static void giveBack(ValueHeap &values, abi::TextObject *object) {
  if (object) values.free(object, sizeof(abi::TextObject) + object->capacity);
}

GrowingText::~GrowingText() {
  if (countsTexts(context_)) giveBack(*context_->values, object_);
}

bool GrowingText::grow(size_t needed) {
  // A large object grows in place, and may be most of what there is; in a kernel the old bytes are not given back.
  constexpr size_t kLeast = 64, kLarge = 1 << 20;
  size_t more = object_ && capacity_ >= kLarge ? capacity_ / 4 : capacity_;
  size_t wanted = std::max(needed, std::min(std::max(capacity_ + more, kLeast), kTextBytesMax));
  isDenied_ = !(object_ ? growObject(wanted) : growBytes(wanted));
  return !isDenied_;
}

bool GrowingText::growBytes(size_t wanted) {
  char *grown = newTextBytes(context_, wanted);
  if (!grown) return false;
  if (size_ > 0) std::memcpy(grown, at_, size_);
  capacity_ = wanted;
  at_ = grown;
  if (countsTexts(context_)) {
    object_ = reinterpret_cast<abi::TextObject *>(grown) - 1;
    capacity_ = object_->capacity;
  }
  return true;
}

/// Large ones move by their pages: the old and the new text are not both there.
bool GrowingText::growObject(size_t wanted) {
  constexpr size_t kHead = sizeof(abi::TextObject);
  size_t whole = ValueHeap::usableBytes(kHead + wanted);
  void *moved = wanted <= kTextBytesMax ? context_->values->reallocate(object_, kHead + capacity_, whole) : nullptr;
  if (!moved) {
    denyText(context_, wanted);
    return false;
  }
  object_ = static_cast<abi::TextObject *>(moved);
  object_->capacity = capacity_ = whole - kHead;
  at_ = object_->bytes();
  return true;
}

char *GrowingText::room(size_t bytes) {
  if (isDenied_ || (size_ + bytes > capacity_ && !grow(size_ + bytes))) return nullptr;
  return at_ + size_;
}

bool GrowingText::append(std::string_view part) {
  char *to = room(part.size());
  if (!to) return false;
  if (!part.empty()) std::memcpy(to, part.data(), part.size());
  added(part.size());
  return true;
}

void GrowingText::finish(abi::StringView *out) {
  *out = abi::StringView();
  if (isDenied_ || size_ == 0) return;
  *out = abi::StringView(at_, static_cast<uint32_t>(size_));
  if (size_ > abi::StringView::kInlineBytes) object_ = nullptr; // it is the text's now
}

} // namespace flow
