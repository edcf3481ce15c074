#pragma once
// Making a text whose length is not known before: it lies in memory of the context from the start, so that a text that
// does not fit is refused while it grows.

#include "runtime/base/NewText.h"

#include <string_view>

namespace flow {

class GrowingText {
public:
  explicit GrowingText(abi::KernelContext *context) : context_(context) {}
  GrowingText(const GrowingText &) = delete;
  GrowingText &operator=(const GrowingText &) = delete;
  ~GrowingText();

  /// Room for `bytes` bytes behind what there is; null when memory is denied. `added` says how many were written.
  char *room(size_t bytes);
  void added(size_t bytes) { size_ += bytes; }
  /// False when memory is denied.
  bool append(std::string_view part);
  bool isDenied() const { return isDenied_; }
  std::string_view view() const { return {at_, size_}; }
  /// Empty when memory was denied, as of NewText.
  void finish(abi::StringView *out);

private:
  bool grow(size_t needed);
  bool growBytes(size_t wanted);
  bool growObject(size_t wanted);

  abi::KernelContext *context_;
  abi::TextObject *object_ = nullptr; ///< in host code
  char *at_ = nullptr;
  size_t size_ = 0, capacity_ = 0;
  bool isDenied_ = false;
};

} // namespace flow
