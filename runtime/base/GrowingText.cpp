#include "runtime/base/GrowingText.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace flow {

static void giveBack(ValueHeap &values, abi::TextObject *object) {
  if (object) values.free(object, sizeof(abi::TextObject) + object->capacity);
}

GrowingText::~GrowingText() {
  if (countsTexts(context_)) giveBack(*context_->values, object_);
}

bool GrowingText::grow(size_t needed) {
  constexpr size_t kLeast = 64;
  size_t wanted = std::max(needed, std::min(std::max(2 * capacity_, kLeast), kTextBytesMax));
  char *grown = newTextBytes(context_, wanted);
  isDenied_ = grown == nullptr;
  if (isDenied_) return false;
  if (size_ > 0) std::memcpy(grown, at_, size_);
  capacity_ = wanted;
  at_ = grown;
  if (countsTexts(context_)) {
    auto *object = reinterpret_cast<abi::TextObject *>(grown) - 1;
    giveBack(*context_->values, std::exchange(object_, object));
    capacity_ = object->capacity;
  }
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
