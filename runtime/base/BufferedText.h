#pragma once
// Making a text with functions that append to a std::string: what they append goes to memory of the context by the
// piece, so that a text that does not fit is refused while it grows.

#include "runtime/base/GrowingText.h"

#include <string>

namespace flow {

class BufferedText {
public:
  /// What is appended between two calls of `settle` is not accounted: longer texts are appended in parts of this size.
  static constexpr size_t kPieceBytes = 16384;

  explicit BufferedText(abi::KernelContext *context) : context_(context), whole_(context) {}

  std::string &buffer() { return buffer_; }
  /// False when memory is denied: then nothing more needs to be appended.
  bool settle() { return buffer_.size() < kPieceBytes ? !whole_.isDenied() : flush(); }
  /// Empty when memory was denied, as of NewText.
  void finish(abi::StringView *out);

private:
  bool flush();

  abi::KernelContext *context_;
  std::string buffer_;
  GrowingText whole_;
};

/// Calls `append(part)` for the parts of `text`, none of which cuts a code point, and settles after each.
template <typename Append> bool appendInPieces(BufferedText &out, std::string_view text, Append append) {
  while (text.size() > BufferedText::kPieceBytes) {
    size_t bytes = BufferedText::kPieceBytes;
    while ((static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    append(text.substr(0, bytes));
    if (!out.settle()) return false;
    text.remove_prefix(bytes);
  }
  append(text);
  return out.settle();
}

} // namespace flow
